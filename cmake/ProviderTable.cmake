# data/providers.yaml as a table in the layer `providers`. The generator stands on YAML and the checks of tenant forms,
# not on the table, so there is no circle.
function(quarry_add_provider_table)
  add_executable(generate_provider_table
    ${CMAKE_SOURCE_DIR}/cmake/generate_provider_table.cc
    ${CMAKE_SOURCE_DIR}/src/providers/provider.cc
    ${CMAKE_SOURCE_DIR}/src/providers/tenant_form.cc)
  target_link_libraries(generate_provider_table PRIVATE quarry_syntax)
  set(table ${CMAKE_BINARY_DIR}/generated/provider_table.cc)
  add_custom_command(
    OUTPUT ${table}
    COMMAND generate_provider_table ${CMAKE_SOURCE_DIR}/data/providers.yaml ${table}
    DEPENDS generate_provider_table ${CMAKE_SOURCE_DIR}/data/providers.yaml
    COMMENT "Reading data/providers.yaml"
    VERBATIM)
  target_sources(quarry_providers PRIVATE ${table})
endfunction()
