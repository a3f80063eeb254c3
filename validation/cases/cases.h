// The table of cases: adding one is one file and one row.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "validation/scoreboard.h"

namespace twin {

struct CaseSetting {
    std::filesystem::path twin;        // the program
    std::filesystem::path repository;  // scenarios and data
    std::filesystem::path shared;      // reference material; may not be there
    std::filesystem::path scratch;     // for result files
};

struct CaseEntry {
    std::string_view name;
    std::string_view title;  // what it asks, in one sentence
    std::string_view needs;  // below `shared`, to be skipped without it; "": nothing
    bool quick;              // a few seconds
    std::vector<Row> (*run)(const CaseSetting&);
};

std::span<const CaseEntry> cases();

std::vector<Row> schedules_small(const CaseSetting& setting);
std::vector<Row> schedules_large(const CaseSetting& setting);
std::vector<Row> frontier_power(const CaseSetting& setting);
std::vector<Row> frontier_day(const CaseSetting& setting);
std::vector<Row> frontier_cooling(const CaseSetting& setting);
std::vector<Row> hpl_power(const CaseSetting& setting);
std::vector<Row> training_power(const CaseSetting& setting);
std::vector<Row> serving_power(const CaseSetting& setting);
std::vector<Row> gemm_time(const CaseSetting& setting);
std::vector<Row> gemm_points(const CaseSetting& setting);
std::vector<Row> cpu_kernels(const CaseSetting& setting);
std::vector<Row> gpu_kernels(const CaseSetting& setting);
std::vector<Row> gpu_parts(const CaseSetting& setting);
std::vector<Row> device_scaling(const CaseSetting& setting);
std::vector<Row> device_anchors(const CaseSetting& setting);
std::vector<Row> caraml_rate(const CaseSetting& setting);
std::vector<Row> training_runs(const CaseSetting& setting);
std::vector<Row> unseen_runs(const CaseSetting& setting);
std::vector<Row> measured_steps(const CaseSetting& setting);
std::vector<Row> nccl_tables(const CaseSetting& setting);
std::vector<Row> jupiter_all_reduce(const CaseSetting& setting);
std::vector<Row> osu_juwels(const CaseSetting& setting);
std::vector<Row> jubench_scaling(const CaseSetting& setting);
std::vector<Row> zoom_formulas(const CaseSetting& setting);
std::vector<Row> failures(const CaseSetting& setting);
std::vector<Row> batsim_neighbour(const CaseSetting& setting);

}  // namespace twin
