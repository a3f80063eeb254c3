# Records of measured points, and parameters fitted to them. A library of its own: it needs no device.
include_guard(GLOBAL)
add_library(twin-fit STATIC
  ${CMAKE_CURRENT_LIST_DIR}/calibration_text.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fit.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fit_curves.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fit_gemm.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fit_rows.cpp
  ${CMAKE_CURRENT_LIST_DIR}/record.cpp
  ${CMAKE_CURRENT_LIST_DIR}/table_import.cpp
  ${CMAKE_CURRENT_LIST_DIR}/toml_text.cpp
)
target_link_libraries(twin-fit PUBLIC twin-models PRIVATE twin-arrivals twin-scenario fmt::fmt)
