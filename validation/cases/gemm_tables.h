// The public tables of measured GEMM times, and how far a calibration is from them.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "models/hardware/calibration.h"
#include "validation/cases/cases.h"

namespace twin {

struct GemmTable {
    std::string_view calibration;  // id of the shipped one that half of it was fitted to
    std::string_view device;       // "H100 SXM"
    std::string_view file;         // below `shared`
    std::string_view record;       // below `repository`: some of the rows that are held out
};
std::span<const GemmTable> gemm_tables();

struct MeasuredGemm {
    Kernel kernel;
    Duration time{};
    bool held_out = false;  // of the fit
};
// Throws std::runtime_error where the file cannot be read or has mistakes.
std::vector<MeasuredGemm> read_gemm_table(const CaseSetting& setting, const GemmTable& table);
std::vector<MeasuredGemm> read_gemm_record(const CaseSetting& setting, const GemmTable& table);
// Each once, in the order of the table.
std::vector<Precision> precisions_of(const std::vector<MeasuredGemm>& rows);

// m, n and k of at least 128: what training and prompts run.
bool is_large(const Kernel& kernel);

// Sizes of the relative errors of predicted times, in %.
struct GemmErrors {
    std::size_t points = 0;
    double median = 0, p90 = 0, worst = 0;
};
// Over the rows that `meant` takes and the calibration knows.
GemmErrors gemm_errors(const Calibration& calibration, const std::vector<MeasuredGemm>& rows,
                       const std::function<bool(const MeasuredGemm&)>& meant);

}  // namespace twin
