# `cmake --install` gives a relocatable folder: bin, lib, packs, data. The build folder has the same shape, so that the
# command finds its data beside itself in both.
include(GNUInstallDirs)
if(TARGET quarry)
  set_target_properties(quarry PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin
    BUILD_RPATH "")
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
  file(CREATE_LINK ${QUARRY_DUCKDB_DIR}/libduckdb.so ${CMAKE_BINARY_DIR}/lib/libduckdb.so SYMBOLIC)
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/data ${CMAKE_BINARY_DIR}/data SYMBOLIC)
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/packs ${CMAKE_BINARY_DIR}/packs SYMBOLIC)
  install(TARGETS quarry RUNTIME DESTINATION bin)
  install(FILES "${QUARRY_DUCKDB_DIR}/libduckdb.so" DESTINATION lib)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/packs ${CMAKE_SOURCE_DIR}/data DESTINATION . PATTERN "*.tmp" EXCLUDE)
endif()
