# Finds what Quarry stands on. Versions and reasons: docs/dependencies.md.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
foreach(module re2 libpcre2-8 libfyaml libzstd zlib libisal libutf8proc libpsl libidn2 libxxhash md4c-html)
  string(REPLACE "-" "_" target ${module})
  pkg_check_modules(${target} REQUIRED IMPORTED_TARGET ${module})
endforeach()

# DuckDB: the prebuilt library and its C header, fetched with pinned hashes by cmake/fetch_duckdb.sh, or the user's own.
set(QUARRY_DUCKDB_DIR "${CMAKE_SOURCE_DIR}/build/duckdb" CACHE PATH "folder with libduckdb.so and duckdb.h")
if(NOT EXISTS "${QUARRY_DUCKDB_DIR}/libduckdb.so")
  message(FATAL_ERROR "no libduckdb.so in ${QUARRY_DUCKDB_DIR}; run ./dev build, or set QUARRY_DUCKDB_DIR")
endif()
# Quarry itself takes the header alone and loads the library when a query needs it (src/exec/duckdb/library.h); programs
# that measure and check beside it link it.
add_library(duckdb_header INTERFACE)
target_include_directories(duckdb_header SYSTEM INTERFACE "${QUARRY_DUCKDB_DIR}")
add_library(duckdb SHARED IMPORTED)
set_target_properties(duckdb PROPERTIES
  IMPORTED_LOCATION "${QUARRY_DUCKDB_DIR}/libduckdb.so"
  INTERFACE_INCLUDE_DIRECTORIES "${QUARRY_DUCKDB_DIR}")
# Where the programs of the build folder find it.
set(CMAKE_BUILD_RPATH "${QUARRY_DUCKDB_DIR}")
