add_compile_options(-Wall -Wextra -Wno-missing-field-initializers -fno-strict-aliasing)
# -O2 without debug information: a full build fits a small machine.
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
find_program(QUARRY_MOLD mold)
if(QUARRY_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
