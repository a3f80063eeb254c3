// Kernels that stay on the device, all of them our own.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <stdexcept>

#include "validation/calibration/cuda_prepare.h"
#include "validation/calibration/reference.h"

namespace twin::calibration::cuda {
namespace {

constexpr auto byte = DataSize::from_si(1);

// Streams of random numbers.
constexpr std::uint64_t first_numbers = 11, second_numbers = 12, third_numbers = 13;

void need(bool possible, const Kernel& kernel, std::string_view what) {
    if (!possible)
        throw std::runtime_error(fmt::format("{}: {}", kernel_text(kernel), what));
}

class Launch : public PreparedKernel {
  public:
    explicit Launch(Device& device)
        : device_(device), repeated_(device, 1, Repeated::Cache::as_it_is, [&device](int) {
              empty(device.stream());
          }) {}

    std::string check() override {
        // As a program sees it that waits for each.
        constexpr int times = 1000;
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < times; ++i) {
            empty(device_.stream());
            device_.stream().wait();
        }
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
        cuda::check(cudaGetLastError(), "launch");
        waited_for_ = elapsed.count() / times;
        return {};
    }
    Duration run(int times) override { return repeated_.run(times); }
    std::string note() override {
        return fmt::format("in a graph; launched and waited for one by one: {:.2f} us",
                           waited_for_ * 1e6);
    }

  private:
    Device& device_;
    Repeated repeated_;
    double waited_for_ = 0;
};

class StreamKernel : public PreparedKernel {
  public:
    StreamKernel(Device& device, const Kernel& kernel)
        : device_(device),
          kind_(kernel.kind),
          element_(element_of(kernel.precision)),
          count_(std::size_t(kernel.size.in(byte)) / bytes_of(element_)),
          a_(1, count_, kernel.precision),
          b_(1, kind_ == KernelKind::reduction ? 1 : count_, kernel.precision),
          c_(1, kind_ == KernelKind::triad ? count_ : 1, kernel.precision),
          sum_(sizeof(double)) {
        need(element_ == Element::fp32 || element_ == Element::fp64, kernel,
             "only fp32 and fp64 here");
        need(count_ > 0, kernel, "less than one element");
        a_.fill(first_numbers, device.stream());
        c_.fill(second_numbers, device.stream());
        b_.spoil(device.stream());
        repeated_ = std::make_unique<Repeated>(device, 1, Repeated::Cache::as_it_is,
                                               [this](int) { execute(); });
    }

    std::string check() override {
        b_.spoil(device_.stream());
        execute();
        cuda::check(cudaGetLastError(), "launch");
        device_.stream().wait();
        ResultCheck result;
        if (kind_ == KernelKind::reduction) {
            double got = 0;
            cuda::check(cudaMemcpy(&got, sum_.at(0), sizeof got, cudaMemcpyDeviceToHost),
                        "cudaMemcpy");
            // Each partial sum of fp32 numbers of 24 bits is exact in fp64 up to 2^29; of fp64
            // ones each addition rounds.
            const double allowed =
                element_ == Element::fp32
                    ? 0
                    : allowed_error(double(count_), Precision::fp64, Precision::fp64);
            result.expect(0, got, expected_sum(), allowed);
            return result.text();
        }
        // The first, the last and the middle of all that was written.
        const std::size_t window = std::min<std::size_t>(count_, 1 << 16);
        for (const std::size_t first : {std::size_t(0), (count_ - window) / 2, count_ - window}) {
            const auto a = a_.filled(0, first, window);
            const auto got = b_.read(0, first, window);
            const auto c = kind_ == KernelKind::triad ? c_.filled(0, first, window)
                                                      : std::vector<double>(window);
            for (std::size_t i = 0; i < window; ++i) {
                // Exact but for one rounding, which is the same here.
                const double exact = triad_element(a[i], c[i]);
                const double expected = element_ == Element::fp32 ? double(float(exact)) : exact;
                result.expect(first + i, got[i], expected, 0);
            }
        }
        return result.text();
    }
    Duration run(int times) override { return repeated_->run(times); }

  private:
    void execute() {
        const Stream& stream = device_.stream();
        if (kind_ == KernelKind::copy)
            copy(a_.set(0), b_.set(0), count_ * bytes_of(element_), device_.units(), stream);
        else if (kind_ == KernelKind::triad)
            triad(a_.set(0), c_.set(0), b_.set(0), element_, count_, device_.units(), stream);
        else
            reduction(a_.set(0), element_, count_, static_cast<double*>(sum_.at(0)),
                      device_.reduction_space(), device_.units(), stream);
    }
    double expected_sum() const {
        constexpr std::size_t piece = 1 << 16;
        double total = 0;
        for (std::size_t first = 0; first < count_; first += piece)
            total += sum(a_.filled(0, first, std::min(piece, count_ - first)));
        return total;
    }

    Device& device_;
    KernelKind kind_;
    Element element_;
    std::size_t count_;
    Buffers a_, b_, c_;  // read, written, read
    Memory sum_;
    std::unique_ptr<Repeated> repeated_;
};

// What rounding leaves of a result of softmax, layer_norm or attention in its format.
double rounding_of(Precision precision) {
    return std::ldexp(1.0, -fraction_bits(precision));
}

class Rows : public PreparedKernel {
  public:
    Rows(Device& device, const Kernel& kernel)
        : device_(device),
          kernel_(kernel),
          element_(element_of(kernel.precision)),
          count_(std::size_t(kernel.m) * std::size_t(kernel.n)),
          sets_(device.sets_beyond_cache(2 * Buffers::bytes_for(count_, kernel.precision))),
          in_(std::size_t(sets_), count_, kernel.precision),
          out_(std::size_t(sets_), count_, kernel.precision) {
        need(element_ == Element::fp32 || element_ == Element::bf16, kernel,
             "only fp32 and bf16 here");
        in_.fill(first_numbers, device.stream());
        repeated_ = std::make_unique<Repeated>(device, sets_, Repeated::Cache::cold,
                                               [this](int set) { execute(set); });
    }

    std::string check() override {
        out_.spoil(device_.stream());
        const std::size_t set = std::size_t(sets_) - 1;
        execute(int(set));
        cuda::check(cudaGetLastError(), "launch");
        device_.stream().wait();
        ResultCheck result;
        const auto columns = std::size_t(kernel_.n);
        // Sums and exponentials in fp32, the result rounded to its format.
        const double relative = rounding_of(kernel_.precision) + 1e-5;
        for (const std::uint64_t row : sample(std::uint64_t(kernel_.m), 8)) {
            const auto in = in_.filled(set, row * columns, columns);
            const auto expected = kernel_.kind == KernelKind::softmax
                                      ? twin::calibration::softmax(in)
                                      : twin::calibration::layer_norm(in);
            const auto got = out_.read(set, row * columns, columns);
            // Of layer_norm differences from the mean are near 0 here and there.
            const double absolute = kernel_.kind == KernelKind::softmax ? 0 : 1e-4;
            for (std::size_t i = 0; i < columns; ++i)
                result.expect(row * columns + i, got[i], expected[i],
                              relative * std::abs(expected[i]) + absolute);
        }
        return result.text();
    }
    Duration run(int times) override { return repeated_->run(times); }

  private:
    void execute(int set) {
        const auto number = std::size_t(set);
        const auto launch = kernel_.kind == KernelKind::softmax ? cuda::softmax : cuda::layer_norm;
        launch(in_.set(number), out_.set(number), element_, std::size_t(kernel_.m),
               std::size_t(kernel_.n), device_.stream());
    }

    Device& device_;
    Kernel kernel_;
    Element element_;
    std::size_t count_;
    int sets_;
    Buffers in_, out_;
    std::unique_ptr<Repeated> repeated_;
};

class Attention : public PreparedKernel {
  public:
    Attention(Device& device, const Kernel& kernel)
        : device_(device),
          kernel_(kernel),
          count_(std::size_t(kernel.m) * std::size_t(kernel.n) * std::size_t(kernel.k)),
          sets_(device.sets_beyond_cache(4 * Buffers::bytes_for(count_, kernel.precision))),
          queries_(std::size_t(sets_), count_, kernel.precision),
          keys_(std::size_t(sets_), count_, kernel.precision),
          values_(std::size_t(sets_), count_, kernel.precision),
          out_(std::size_t(sets_), count_, kernel.precision) {
        need(kernel.precision == Precision::bf16, kernel, "only bf16 here");
        need(kernel.k == 64 || kernel.k == 128, kernel, "only heads of 64 or 128 elements here");
        need(kernel.m < 65536 && kernel.n < (1 << 30), kernel, "too many heads or tokens");
        queries_.fill(first_numbers, device.stream());
        keys_.fill(second_numbers, device.stream());
        values_.fill(third_numbers, device.stream());
        repeated_ = std::make_unique<Repeated>(device, sets_, Repeated::Cache::cold,
                                               [this](int set) { execute(set); });
    }

    std::string check() override {
        out_.spoil(device_.stream());
        const std::size_t set = std::size_t(sets_) - 1;
        execute(int(set));
        cuda::check(cudaGetLastError(), "launch");
        device_.stream().wait();
        ResultCheck result;
        const auto k = std::size_t(kernel_.k), tokens = std::size_t(kernel_.n);
        for (const std::uint64_t row : sample(std::uint64_t(kernel_.m * kernel_.n), 6)) {
            const std::size_t head = row / tokens * tokens * k;
            const auto expected = twin::calibration::attention(
                queries_.filled(set, row * k, k), keys_.filled(set, head, tokens * k),
                values_.filled(set, head, tokens * k));
            const auto got = out_.read(set, row * k, k);
            for (std::size_t i = 0; i < k; ++i)
                result.expect(row * k + i, got[i], expected[i],
                              rounding_of(Precision::bf16) * std::abs(expected[i]) + spread());
        }
        return result.text();
    }
    Duration run(int times) override { return repeated_->run(times); }

  private:
    // The weights, some 1 / tokens each, are rounded to bf16 on their way to the second product;
    // values have a variance of 1/3. Their errors add as the root of their number; eight times
    // that stands for what is not typical.
    double spread() const {
        return 8 * rounding_of(Precision::bf16) * std::sqrt(1.0 / 3 / double(kernel_.n));
    }
    void execute(int set) {
        const auto number = std::size_t(set);
        cuda::attention(queries_.set(number), keys_.set(number), values_.set(number),
                        out_.set(number), int(kernel_.m), int(kernel_.n), int(kernel_.k),
                        device_.stream());
    }

    Device& device_;
    Kernel kernel_;
    std::size_t count_;
    int sets_;
    Buffers queries_, keys_, values_, out_;
    std::unique_ptr<Repeated> repeated_;
};

}  // namespace

std::unique_ptr<PreparedKernel> prepare_launch(Device& device) {
    return std::make_unique<Launch>(device);
}

std::unique_ptr<PreparedKernel> prepare_stream(Device& device, const Kernel& kernel) {
    return std::make_unique<StreamKernel>(device, kernel);
}

std::unique_ptr<PreparedKernel> prepare_rows(Device& device, const Kernel& kernel) {
    return std::make_unique<Rows>(device, kernel);
}

std::unique_ptr<PreparedKernel> prepare_attention(Device& device, const Kernel& kernel) {
    return std::make_unique<Attention>(device, kernel);
}

}  // namespace twin::calibration::cuda
