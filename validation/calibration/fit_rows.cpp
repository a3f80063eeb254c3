#include "validation/calibration/fit_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "validation/calibration/rounding.h"

namespace twin::calibration {
namespace {

// In which figures stand in files: us and GB/s; the work of a row and of a column in ns.
constexpr double start_unit = 1e-6, small_unit = 1e-9, bandwidth_unit = 1e9;

constexpr double infinity = std::numeric_limits<double>::infinity();

// Relative errors below this are not told apart: few points may fit by chance, and their own spread
// is about as wide.
constexpr double least_error = 0.02;

// What a body is the sum of: the work of one row, however short; for each column of a thread; and,
// in seconds per byte, what crosses the memory for all rows.
enum Term { of_start, of_columns, of_bytes, terms };
using Terms = std::array<double, terms>;

// A sample as a row of equations, each divided by the time: errors are shares of it.
struct Equation {
    Terms terms{};
    double body = 0;
};

// The least squares of the chosen terms; nothing where they cannot be told apart, or one is not
// positive.
std::optional<Terms> solve(const std::vector<Equation>& equations, const std::vector<int>& chosen) {
    const std::size_t count = chosen.size();
    Terms scale{};
    for (const Equation& equation : equations)
        for (std::size_t i = 0; i < count; ++i)
            scale[i] = std::hypot(scale[i], equation.terms[std::size_t(chosen[i])]);
    // Normal equations of columns of length 1, with the right side behind them.
    std::array<std::array<double, terms + 1>, terms> rows{};
    for (const Equation& equation : equations)
        for (std::size_t i = 0; i < count; ++i) {
            const double of_row = equation.terms[std::size_t(chosen[i])] / scale[i];
            for (std::size_t j = 0; j < count; ++j)
                rows[i][j] += of_row * equation.terms[std::size_t(chosen[j])] / scale[j];
            rows[i][count] += of_row * equation.body;
        }
    // The matrix is symmetric and positive definite: it needs no pivoting.
    constexpr double least_pivot = 1e-4;
    for (std::size_t i = 0; i < count; ++i) {
        if (!(rows[i][i] > least_pivot))
            return {};
        for (std::size_t j = 0; j < count; ++j) {
            if (j == i)
                continue;
            const double share = rows[j][i] / rows[i][i];
            for (std::size_t k = i; k <= count; ++k)
                rows[j][k] -= share * rows[i][k];
        }
    }
    Terms solution{};
    for (std::size_t i = 0; i < count; ++i) {
        const double value = rows[i][count] / rows[i][i] / scale[i];
        if (!(value > 0))
            return {};
        solution[std::size_t(chosen[i])] = value;
    }
    return solution;
}

// How badly a choice does: Akaike's criterion for few samples. Infinite where there are too few.
double criterion(const std::vector<Equation>& equations, const Terms& solution,
                 std::size_t parameters) {
    double squares = 0;
    for (const Equation& equation : equations) {
        double body = 0;
        for (std::size_t i = 0; i < terms; ++i)
            body += equation.terms[i] * solution[i];
        squares += (body - equation.body) * (body - equation.body);
    }
    const double count = double(equations.size()), used = double(parameters);
    const double left = count - used - 1;
    if (left <= 0)
        return parameters == 1 ? squares : infinity;
    return count * std::log(squares / count + least_error * least_error) + 2 * used * count / left;
}

// Equations in which each row takes at least as long as this many bytes of it.
std::vector<Equation> equations_of(const std::vector<RowSample>& samples, const RowRates& device,
                                   double least_bytes) {
    std::vector<Equation> equations;
    for (const RowSample& sample : samples) {
        const Kernel& kernel = sample.kernel;
        const double columns = double(kernel.n), time = sample.time.si();
        const double bytes = traffic_of_a_row(device, columns, kernel.precision).si();
        equations.push_back({{1 / time, columns_of_a_thread(device, columns) / time,
                              double(kernel.m) * std::max(bytes, least_bytes) / time},
                             sample.body.si() / time});
    }
    return equations;
}

}  // namespace

RowRates fit_rows(const std::vector<RowSample>& samples, const RowRates& device) {
    double shortest = infinity, longest = 0;
    for (const RowSample& sample : samples) {
        const double bytes =
            traffic_of_a_row(device, double(sample.kernel.n), sample.kernel.precision).si();
        shortest = std::min(shortest, bytes);
        longest = std::max(longest, bytes);
    }
    const std::vector<std::vector<int>> choices = {
        {of_bytes}, {of_start, of_bytes}, {of_columns, of_bytes}, {of_start, of_columns, of_bytes}};
    Terms best{};
    double best_criterion = infinity, best_bytes = 0;
    const auto try_bytes = [&](double least_bytes) {
        const auto equations = equations_of(samples, device, least_bytes);
        for (const auto& choice : choices) {
            const auto solution = solve(equations, choice);
            if (!solution)
                continue;
            const double found =
                criterion(equations, *solution, choice.size() + (least_bytes > 0 ? 1 : 0));
            if (found < best_criterion) {
                best_criterion = found;
                best = *solution;
                best_bytes = least_bytes;
            }
        }
    };
    // Without such a time of a row; then with ever longer ones, in steps of 9 %, that the bytes of
    // some rows exceed and those of others do not.
    try_bytes(0);
    for (double bytes = shortest; bytes < longest; bytes *= std::exp2(0.125))
        if (bytes > shortest)
            try_bytes(bytes);
    RowRates fitted = device;
    fitted.start = Duration::from_si(rounded(best[of_start], start_unit));
    fitted.column = Duration::from_si(rounded(best[of_columns], small_unit));
    fitted.row = Duration::from_si(rounded(best[of_bytes] * best_bytes, small_unit));
    fitted.bandwidth = Bandwidth::from_si(rounded(1 / best[of_bytes], bandwidth_unit));
    return fitted;
}

}  // namespace twin::calibration
