// What a kernel must give, computed plainly in double, for the check before it is timed. The same
// for every backend.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/hardware/precision.h"
#include "validation/calibration/kernel_bodies.h"

namespace twin::calibration {

// Bits behind the leading one of a number of the format; see random_value().
int fraction_bits(Precision precision);

// Elements `first`, first + 1, ... of a stream of random numbers that the format holds exactly.
std::vector<double> random_values(std::uint64_t stream, std::uint64_t first, std::size_t count,
                                  Precision precision);

// An entry of a product: the sum of a[i] b[i].
double dot(std::span<const double> a, std::span<const double> b);
double sum(std::span<const double> a);
std::vector<double> softmax(std::span<const double> row);
std::vector<double> layer_norm(std::span<const double> row);
// One row of the result: `keys` and `values` hold as many rows of query.size() elements as there
// are tokens; scores are divided by the root of query.size().
std::vector<double> attention(std::span<const double> query, std::span<const double> keys,
                              std::span<const double> values);

// Which of `count` elements to look at: the first, the last and others between, ascending, each
// once; at most `most`.
std::vector<std::uint64_t> sample(std::uint64_t count, std::size_t most);

// How far a sum of `terms` products of numbers in [-1, 1) may be from the exact one when it is
// added in `sums` and kept in `result` (fp32 and bf16 of a bf16 GEMM).
double allowed_error(double terms, Precision sums, Precision result);
// The same of an element of a row of softmax: relative to it, as n weights are near 1 / n each.
double allowed_error_of_softmax(double expected, std::int64_t n, Precision precision);

// Collects what is wrong; text() is empty, or a sentence with the first and their number.
class ResultCheck {
  public:
    void expect(std::uint64_t index, double got, double expected, double allowed);
    std::string text() const;

  private:
    std::uint64_t looked_at_ = 0, wrong_ = 0;
    std::string first_;
};

}  // namespace twin::calibration
