// Chooses the constants of models/parts/codes from the odd rows of the benchmark suite's tables:
// the non-negative ones that leave the least sum of squared relative errors. Prints them.
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <optional>

#include "validation/codes/measured_codes.h"

namespace twin {
namespace {

constexpr std::size_t terms = 4;
using Terms = std::array<double, terms>;
constexpr std::array<const char*, terms> names = {"fixed", "work_time", "doubling_time",
                                                  "spread_time"};

// As models/workload/codes.cpp adds them up.
Terms terms_of(const CodeRow& row) {
    return {1, row.work, std::log2(row.nodes), std::pow(row.work, 2.0 / 3) * (row.nodes - 1)};
}

double relative_error(const CodeRow& row, const Terms& constants) {
    double time = 0;
    for (std::size_t i = 0; i < terms; ++i)
        time += terms_of(row)[i] * constants[i];
    return time / row.time.in(second)-1;
}

// The constants of the chosen terms by the normal equations, the others 0; absent: no single ones.
std::optional<Terms> solve(const std::vector<CodeRow>& rows, unsigned chosen) {
    std::array<std::array<double, terms + 1>, terms> m{};
    for (std::size_t i = 0; i < terms; ++i) {
        if ((chosen >> i & 1) == 0) {
            m[i][i] = 1;
            continue;
        }
        for (const CodeRow& row : rows) {
            const double time = row.time.in(second);
            const Terms t = terms_of(row);
            for (std::size_t j = 0; j < terms; ++j)
                if (chosen >> j & 1)
                    m[i][j] += t[i] * t[j] / (time * time);
            m[i][terms] += t[i] / time;
        }
    }
    for (std::size_t i = 0; i < terms; ++i) {
        std::size_t pivot = i;
        for (std::size_t k = i; k < terms; ++k)
            if (std::abs(m[k][i]) > std::abs(m[pivot][i]))
                pivot = k;
        if (std::abs(m[pivot][i]) < 1e-14)
            return std::nullopt;
        std::swap(m[i], m[pivot]);
        for (std::size_t k = 0; k < terms; ++k)
            if (k != i)
                for (std::size_t j = terms + 1; j-- > i;)
                    m[k][j] -= m[k][i] / m[i][i] * m[i][j];
    }
    Terms constants{};
    for (std::size_t i = 0; i < terms; ++i)
        constants[i] = m[i][terms] / m[i][i];
    return constants;
}

Terms fit(const std::vector<CodeRow>& rows, unsigned allowed) {
    Terms best{};
    double least = HUGE_VAL;
    for (unsigned chosen = 1; chosen < 1U << terms; ++chosen) {
        if ((chosen & ~allowed) != 0)
            continue;
        const auto constants = solve(rows, chosen);
        if (!constants || *std::min_element(constants->begin(), constants->end()) < 0)
            continue;
        double sum = 0;
        for (const CodeRow& row : rows)
            sum += std::pow(relative_error(row, *constants), 2);
        if (sum < least) {
            least = sum;
            best = *constants;
        }
    }
    return best;
}

void print(const std::string& code, const std::vector<CodeRow>& rows) {
    // A weak scaling of one size does not tell fixed from work, nor do four rows tell more than
    // two constants.
    const unsigned allowed = code == "juqcs" ? 0b1110U : code == "graph500" ? 0b0011U : 0b1111U;
    std::vector<CodeRow> chosen, other;
    std::map<double, std::pair<double, int>> starts;
    for (const CodeRow& row : rows) {
        if (row.code != code || !row.in_law)
            continue;
        (row.fits ? chosen : other).push_back(row);
        if (row.fits && row.start) {
            starts[row.work].first += row.start->in(second);
            ++starts[row.work].second;
        }
    }
    const Terms constants = fit(chosen, allowed);
    fmt::print("{}: {} rows fit, {} predicted\n", code, chosen.size(), other.size());
    for (std::size_t i = 0; i < terms; ++i)
        fmt::print("  {:14} {:.4g} s\n", names[i], constants[i]);
    for (const auto& [work, sum] : starts)
        fmt::print("  start of work {:.4g}: {:.4g} s, mean of {}\n", work, sum.first / sum.second,
                   sum.second);
    for (const auto* part : {&chosen, &other}) {
        double mean = 0, worst = 0;
        for (const CodeRow& row : *part) {
            const double error = relative_error(row, constants);
            mean += std::abs(error) / double(part->size());
            worst = std::abs(error) > std::abs(worst) ? error : worst;
        }
        fmt::print("  {}: mean {:.2f} %, worst {:+.2f} %\n", part == &chosen ? "fit" : "predicted",
                   100 * mean, 100 * worst);
    }
}

}  // namespace
}  // namespace twin

int main() {
    const auto rows = twin::read_code_rows("../shared");
    for (const char* code : {"nekrs", "picongpu", "arbor", "juqcs", "graph500"})
        twin::print(code, rows);
}
