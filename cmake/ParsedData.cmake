# The YAML files of the data folder as trees in the layer `catalog`, so that no command parses them when it starts.
# providers.yaml has a table of its own (ProviderTable.cmake).
function(quarry_add_parsed_data)
  add_executable(generate_parsed_data ${CMAKE_SOURCE_DIR}/cmake/generate_parsed_data.cc ${CMAKE_SOURCE_DIR}/src/catalog/tree_code.cc)
  target_link_libraries(generate_parsed_data PRIVATE quarry_syntax)
  set(data ${CMAKE_SOURCE_DIR}/data)
  file(GLOB names CONFIGURE_DEPENDS RELATIVE ${data} ${data}/aliases.yaml ${data}/schemas/*.yaml ${data}/mappings/*.yaml ${data}/conversions/*.yaml)
  list(TRANSFORM names PREPEND ${data}/ OUTPUT_VARIABLE files)
  set(table ${CMAKE_BINARY_DIR}/generated/parsed_data.cc)
  add_custom_command(
    OUTPUT ${table}
    COMMAND generate_parsed_data ${data} ${table} ${names}
    DEPENDS generate_parsed_data ${files}
    COMMENT "Reading the data folder"
    VERBATIM)
  target_sources(quarry_catalog PRIVATE ${table})
endfunction()
