#include "validation/calibration/reference.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace twin::calibration {
namespace {

// Of a number near 1.
double rounding(Precision precision) {
    return std::ldexp(1.0, -fraction_bits(precision) - 1);
}

}  // namespace

int fraction_bits(Precision precision) {
    switch (precision) {
        case Precision::fp64:
            return 52;
        case Precision::fp32:
            return 23;
        case Precision::tf32:
            return 10;
        case Precision::bf16:
            return 7;
        case Precision::fp8:
        case Precision::fp8_block:
            return 3;  // E4M3
        case Precision::fp4:
            return 1;  // E2M1
    }
    return 0;
}

std::vector<double> random_values(std::uint64_t stream, std::uint64_t first, std::size_t count,
                                  Precision precision) {
    std::vector<double> values(count);
    const int bits = fraction_bits(precision);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = random_value(stream, first + i, bits);
    return values;
}

double dot(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

double sum(std::span<const double> a) {
    double sum = 0;
    for (const double x : a)
        sum += x;
    return sum;
}

std::vector<double> softmax(std::span<const double> row) {
    const double largest = *std::max_element(row.begin(), row.end());
    std::vector<double> out;
    for (const double x : row)
        out.push_back(std::exp(x - largest));
    const double total = sum(out);
    for (double& x : out)
        x /= total;
    return out;
}

std::vector<double> layer_norm(std::span<const double> row) {
    const double mean = sum(row) / double(row.size());
    double variance = 0;
    for (const double x : row)
        variance += (x - mean) * (x - mean) / double(row.size());
    std::vector<double> out;
    for (const double x : row)
        out.push_back(layer_norm_element(x, mean, 1 / std::sqrt(variance + layer_norm_floor)));
    return out;
}

std::vector<double> attention(std::span<const double> query, std::span<const double> keys,
                              std::span<const double> values) {
    const std::size_t k = query.size(), tokens = keys.size() / k;
    std::vector<double> scores;
    for (std::size_t token = 0; token < tokens; ++token)
        scores.push_back(dot(query, keys.subspan(token * k, k)) / std::sqrt(double(k)));
    const std::vector<double> weights = softmax(scores);
    std::vector<double> out(k);
    for (std::size_t token = 0; token < tokens; ++token)
        for (std::size_t i = 0; i < k; ++i)
            out[i] += weights[token] * values[token * k + i];
    return out;
}

std::vector<std::uint64_t> sample(std::uint64_t count, std::size_t most) {
    std::vector<std::uint64_t> indices;
    if (count <= most) {
        for (std::uint64_t i = 0; i < count; ++i)
            indices.push_back(i);
        return indices;
    }
    indices = {0, count - 1};
    for (std::uint64_t i = 0; indices.size() < most; ++i)
        indices.push_back(random_bits(0, i) % count);
    std::sort(indices.begin(), indices.end());
    indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
    return indices;
}

// Each of the additions rounds a partial sum, of which the largest is near the root of their
// number; a factor of four stands for what is not typical. The result rounds once.
double allowed_error(double terms, Precision sums, Precision result) {
    return 4 * rounding(sums) * terms + 4 * rounding(result) * (1 + std::sqrt(terms));
}

// The sum of a row's n exponentials scales each of them.
double allowed_error_of_softmax(double expected, std::int64_t n, Precision precision) {
    return std::abs(expected) * allowed_error(std::sqrt(double(n)), precision, precision);
}

void ResultCheck::expect(std::uint64_t index, double got, double expected, double allowed) {
    ++looked_at_;
    // Not a number is not near anything.
    if (std::abs(got - expected) <= allowed)
        return;
    if (wrong_++ == 0)
        first_ = fmt::format("element {} is {:.6g}, expected {:.6g} within {:.2g}", index, got,
                             expected, allowed);
}

std::string ResultCheck::text() const {
    return wrong_ == 0 ? ""
                       : fmt::format("{}; {} of {} elements looked at are wrong", first_, wrong_,
                                     looked_at_);
}

}  // namespace twin::calibration
