// Two runs side by side: limits, KPIs with the difference and whether it is for the better, and
// what was set differently.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "sim/results/result_store.h"

namespace twin {

enum class Verdict { better, worse, same, none };  // none: no direction, or not in both runs
std::string_view to_text(Verdict verdict);         // "" for none

struct KpiDifference {
    std::string topic, name, title, unit;
    std::optional<double> a, b;
    std::optional<double> delta;          // b - a
    std::optional<double> delta_percent;  // of a; none where a is 0
    Verdict verdict{};                    // of b against a
};

std::string delta_text(const KpiDifference& difference);  // "+12.5 pp"; "-" for none

struct LimitPair {
    struct Use {
        double limit = 0, p99 = 0;
    };
    std::string name, unit;
    std::optional<Use> a, b;  // none: the run has no such limit
};

struct SettingDifference {
    std::string path;  // or "seed", "input FILE", "program version"
    std::optional<std::string> a, b;
};

struct Comparison {
    std::string file_a, file_b, title_a, title_b;
    RunStatus status_a{}, status_b{};
    std::vector<std::string> warnings;  // of a run that has not finished
    std::vector<LimitPair> limits;      // all of them
    std::vector<KpiDifference> kpis;
    std::vector<SettingDifference> settings;
};

Comparison compare_runs(const ResultStore& a, const ResultStore& b);
void write_comparison(const Comparison& comparison, std::ostream& out);  // 100 columns
void write_comparison_json(const Comparison& comparison, std::ostream& out);

}  // namespace twin
