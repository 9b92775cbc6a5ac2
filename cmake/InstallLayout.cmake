# `cmake --install` gives a relocatable folder: bin, lib, packs, data.
include(GNUInstallDirs)
if(TARGET quarry)
  set_target_properties(quarry PROPERTIES INSTALL_RPATH "$ORIGIN/../lib" BUILD_RPATH "${QUARRY_DUCKDB_DIR}")
  install(TARGETS quarry RUNTIME DESTINATION bin)
  install(FILES "${QUARRY_DUCKDB_DIR}/libduckdb.so" DESTINATION lib)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/packs ${CMAKE_SOURCE_DIR}/data DESTINATION . PATTERN "*.tmp" EXCLUDE)
endif()
