# Finds what Quarry stands on. Versions and reasons, and what is linked how: docs/dependencies.md.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

# Searching, mapping and binding a shared library takes the dynamic linker 0.1 to 0.5 ms, at every start.
option(QUARRY_STATIC_LIBRARIES "link libraries from their archives where there are any" ON)

# Linked by every command: from the archive where the system has one, else shared.
set(quarry_shared_libraries)
foreach(module re2 libpcre2-8 libfyaml libzstd zlib libutf8proc libmaxminddb)
  string(REPLACE "-" "_" target ${module})
  pkg_check_modules(${target} REQUIRED IMPORTED_TARGET ${module})
  set(files)
  foreach(file IN LISTS ${target}_LINK_LIBRARIES)
    string(REGEX REPLACE "\\.so$" ".a" archive "${file}")
    if(QUARRY_STATIC_LIBRARIES AND EXISTS "${archive}")
      set(file "${archive}")
    elseif(file MATCHES "\\.so$")
      list(APPEND quarry_shared_libraries ${module})
    endif()
    list(APPEND files "${file}")
  endforeach()
  set_property(TARGET PkgConfig::${target} PROPERTY INTERFACE_LINK_LIBRARIES "${files}")
endforeach()

# Opened when they are first needed (src/base/shared_library.h): QUARRY_<LIBRARY> is the name that the headers go with.
foreach(module libisal libpsl libidn2 md4c-html)
  string(REPLACE "-" "_" target ${module})
  pkg_check_modules(${target} REQUIRED IMPORTED_TARGET ${module})
  list(GET ${target}_LINK_LIBRARIES 0 file)
  execute_process(COMMAND ${CMAKE_READELF} -d "${file}" OUTPUT_VARIABLE dynamic)
  if(NOT dynamic MATCHES "SONAME\\)[^\n]*\\[([^\n]+)\\]")
    message(FATAL_ERROR "${file} does not say what it is called")
  endif()
  set(soname ${CMAKE_MATCH_1})
  string(TOUPPER ${target} name)
  set_target_properties(PkgConfig::${target} PROPERTIES
    INTERFACE_LINK_LIBRARIES ""
    INTERFACE_COMPILE_DEFINITIONS "QUARRY_${name}=\"${soname}\"")
endforeach()

# Hashes are inlined. libfyaml's archive has functions of the same names and of another version.
pkg_check_modules(libxxhash REQUIRED IMPORTED_TARGET libxxhash)
set_target_properties(PkgConfig::libxxhash PROPERTIES
  INTERFACE_LINK_LIBRARIES "" INTERFACE_COMPILE_DEFINITIONS XXH_INLINE_ALL)

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
# Where the programs of the build folder find it, except the command.
set(CMAKE_BUILD_RPATH "${QUARRY_DUCKDB_DIR}")
