// Public tables of measured kernels, as records.
#pragma once

#include <filesystem>

#include "validation/calibration/record.h"

namespace twin::calibration {

// A table of GEMM times, plain or gzip: columns dtype, m, n, k and latency_us, a line for each
// product. dtype is a precision's name, bfloat16 (bf16) or nvfp4 (fp4). `header` says what the
// table does not (device, source, begun, units ...); its backend becomes "table", its state
// complete. Mistakes in lines are problems with their place, the first 20 of them. Throws
// std::runtime_error where the file cannot be read.
Record import_gemm_table(const std::filesystem::path& csv, RecordHeader header, Problems& problems);

}  // namespace twin::calibration
