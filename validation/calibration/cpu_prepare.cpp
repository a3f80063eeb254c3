#include "validation/calibration/cpu_prepare.h"

#include <algorithm>
#include <cblas.h>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <stdexcept>

#include "validation/calibration/checkpoint_file.h"
#include "validation/calibration/cpu_kernels.h"
#include "validation/calibration/reference.h"
#include "validation/calibration/steady_now.h"

namespace twin::calibration::cpu {
namespace {

constexpr auto byte = DataSize::from_si(1);

// Whole cache lines.
template <class T>
std::size_t padded(std::int64_t count) {
    constexpr std::size_t line = 64 / sizeof(T);
    return (std::size_t(count) + line - 1) / line * line;
}

template <class T>
constexpr Precision precision_of = sizeof(T) == sizeof(float) ? Precision::fp32 : Precision::fp64;

template <class T>
std::vector<double> doubles_of(const T* first, std::int64_t count, std::int64_t stride = 1) {
    std::vector<double> values;
    for (std::int64_t i = 0; i < count; ++i)
        values.push_back(double(first[i * stride]));
    return values;
}

// A kernel whose executions are timed by the host's clock.
class HostTimed : public PreparedKernel {
  public:
    explicit HostTimed(Host& host) : host_(host) {}
    Duration run(int times) override {
        const Duration begin = steady_now();
        for (int i = 0; i < times; ++i)
            execute(next_++);
        return steady_now() - begin;
    }

  protected:
    // `turn` counts up: which of the rotated buffers.
    virtual void execute(std::size_t turn) = 0;
    Host& host_;

  private:
    std::size_t next_ = 0;
};

class Launch : public HostTimed {
  public:
    using HostTimed::HostTimed;
    std::string check() override {
        std::vector<int> ran(std::size_t(host_.pool.size()));
        host_.pool.run([&](int worker) { ++ran[std::size_t(worker)]; });
        ResultCheck result;
        for (std::size_t i = 0; i < ran.size(); ++i)
            result.expect(i, ran[i], 1, 0);
        return result.text();
    }

  private:
    void execute(std::size_t) override {
        host_.pool.run([](int) {});
    }
};

template <class T>
class Gemm : public HostTimed {
  public:
    Gemm(Host& host, const Kernel& kernel)
        : HostTimed(host),
          m_(kernel.m),
          n_(kernel.n),
          k_(kernel.k),
          a_size_(padded<T>(m_ * k_)),
          operands_(a_size_ + padded<T>(k_ * n_)),
          c_size_(padded<T>(m_ * n_)),
          sets_(host.sets_beyond_cache((operands_ + c_size_) * sizeof(T))),
          random_(host.random<T>(sets_ * operands_)),
          c_(host.result<T>(sets_ * c_size_)) {}

    // All elements against the blocked loops where that is soon done, some in double in any case.
    std::string check() override {
        execute(0);
        const auto allowed = allowed_error(double(k_), precision_of<T>, precision_of<T>);
        ResultCheck result;
        for (const std::uint64_t element : sample(std::uint64_t(m_ * n_), 64)) {
            const std::int64_t row = std::int64_t(element) / n_,
                               column = std::int64_t(element) % n_;
            result.expect(element, double(c_[element]),
                          dot(doubles_of(random_ + row * k_, k_),
                              doubles_of(random_ + a_size_ + column, k_, n_)),
                          allowed);
        }
        if (double(m_) * double(n_) * double(k_) > 1e8)
            return result.text();
        std::vector<T> other(std::size_t(m_ * n_));
        host_.pool.run_ranges(m_, 1, [&](int, std::int64_t begin, std::int64_t end) {
            cpu::blocked_gemm(random_, random_ + a_size_, other.data(), n_, k_, begin, end);
        });
        for (std::size_t i = 0; i < other.size(); ++i)
            result.expect(i, double(c_[i]), double(other[i]), 2 * allowed);
        return result.text();
    }

  private:
    void execute(std::size_t turn) override {
        const std::size_t set = turn % sets_;
        const T* const a = random_ + set * operands_;
        multiply(a, a + a_size_, c_ + set * c_size_);
    }
    void multiply(const float* a, const float* b, float* c) const {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(m_), blasint(n_),
                    blasint(k_), 1, a, blasint(k_), b, blasint(n_), 0, c, blasint(n_));
    }
    void multiply(const double* a, const double* b, double* c) const {
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(m_), blasint(n_),
                    blasint(k_), 1, a, blasint(k_), b, blasint(n_), 0, c, blasint(n_));
    }

    std::int64_t m_, n_, k_;
    std::size_t a_size_, operands_, c_size_, sets_;
    const T* random_;
    T* c_;
};

// copy, triad and reduction: always on the same buffers, so that the size says which cache holds
// them.
template <class T>
class Stream : public HostTimed {
  public:
    Stream(Host& host, const Kernel& kernel)
        : HostTimed(host),
          kind_(kernel.kind),
          count_(std::int64_t(kernel.size.in(byte) / sizeof(T))),
          b_(host.random<T>(2 * padded<T>(count_))),
          c_(b_ + padded<T>(count_)),
          out_(host.result<T>(padded<T>(count_))),
          sums_(std::size_t(host.pool.size()) * apart) {}

    std::string check() override {
        execute(0);
        ResultCheck result;
        if (kind_ == KernelKind::reduction) {
            result.expect(0, total(), sum(doubles_of(b_, count_)),
                          allowed_error(double(count_), precision_of<T>, precision_of<T>));
            return result.text();
        }
        const bool copies = kind_ == KernelKind::copy;
        const double allowed = copies ? 0 : allowed_error(1, precision_of<T>, precision_of<T>);
        for (const std::uint64_t i : sample(std::uint64_t(count_), 100'000))
            result.expect(i, double(out_[i]),
                          copies ? double(b_[i]) : double(b_[i]) + triad_scale * double(c_[i]),
                          allowed);
        return result.text();
    }

  private:
    // Doubles from one worker's sum to the next: no cache line is shared.
    static constexpr std::size_t apart = 8;

    void execute(std::size_t) override {
        const std::int64_t line = 64 / sizeof(T);
        if (kind_ == KernelKind::reduction)
            std::fill(sums_.begin(), sums_.end(), 0.0);
        host_.pool.run_ranges(count_, line, [&](int worker, std::int64_t begin, std::int64_t end) {
            if (kind_ == KernelKind::copy)
                cpu::copy(b_, out_, begin, end);
            else if (kind_ == KernelKind::triad)
                cpu::triad(out_, b_, c_, begin, end);
            else
                sums_[std::size_t(worker) * apart] = cpu::reduction(b_, begin, end);
        });
    }
    double total() const { return sum(sums_); }

    KernelKind kind_;
    std::int64_t count_;
    const T *b_, *c_;
    T* out_;
    std::vector<double> sums_;
};

// softmax and layer_norm.
template <class T>
class Rows : public HostTimed {
  public:
    Rows(Host& host, const Kernel& kernel)
        : HostTimed(host),
          kind_(kernel.kind),
          m_(kernel.m),
          n_(kernel.n),
          size_(padded<T>(m_ * n_)),
          sets_(host.sets_beyond_cache(2 * size_ * sizeof(T))),
          in_(host.random<T>(sets_ * size_)),
          out_(host.result<T>(sets_ * size_)) {}

    std::string check() override {
        execute(0);
        ResultCheck result;
        for (const std::uint64_t row : sample(std::uint64_t(m_), 8)) {
            const auto in = doubles_of(in_ + std::int64_t(row) * n_, n_);
            const auto expected = kind_ == KernelKind::softmax ? calibration::softmax(in)
                                                               : calibration::layer_norm(in);
            for (std::int64_t i = 0; i < n_; ++i) {
                const std::uint64_t element = row * std::uint64_t(n_) + std::uint64_t(i);
                const double value = expected[std::size_t(i)];
                // Elements of layer_norm are near 1.
                result.expect(
                    element, double(out_[element]), value,
                    kind_ == KernelKind::softmax
                        ? allowed_error_of_softmax(value, n_, precision_of<T>)
                        : allowed_error(std::sqrt(double(n_)), precision_of<T>, precision_of<T>));
            }
        }
        return result.text();
    }

  private:
    void execute(std::size_t turn) override {
        const std::size_t set = turn % sets_;
        const T* const in = in_ + set * size_;
        T* const out = out_ + set * size_;
        host_.pool.run_ranges(m_, 1, [&](int, std::int64_t begin, std::int64_t end) {
            if (kind_ == KernelKind::softmax)
                cpu::softmax(in, out, n_, begin, end);
            else
                cpu::layer_norm(in, out, n_, begin, end);
        });
    }

    KernelKind kind_;
    std::int64_t m_, n_;
    std::size_t size_, sets_;
    const T* in_;
    T* out_;
};

template <class T>
class Attention : public HostTimed {
  public:
    Attention(Host& host, const Kernel& kernel)
        : HostTimed(host),
          m_(kernel.m),
          n_(kernel.n),
          k_(kernel.k),
          size_(padded<T>(m_ * n_ * k_)),
          sets_(host.sets_beyond_cache(4 * size_ * sizeof(T))),
          in_(host.random<T>(3 * sets_ * size_)),
          out_(host.result<T>(sets_ * size_)) {
        if (k_ > 256)
            throw std::runtime_error("heads have at most 256 elements here");
    }

    std::string check() override {
        execute(0);
        ResultCheck result;
        for (const std::uint64_t row : sample(std::uint64_t(m_ * n_), 8)) {
            const std::int64_t head = std::int64_t(row) / n_ * n_ * k_;
            const auto expected =
                calibration::attention(doubles_of(in_ + std::int64_t(row) * k_, k_),
                                       doubles_of(in_ + size_ + head, n_ * k_),
                                       doubles_of(in_ + 2 * size_ + head, n_ * k_));
            for (std::int64_t i = 0; i < k_; ++i) {
                const std::uint64_t element = row * std::uint64_t(k_) + std::uint64_t(i);
                result.expect(
                    element, double(out_[element]), expected[std::size_t(i)],
                    allowed_error(std::sqrt(double(n_ * k_)), precision_of<T>, precision_of<T>));
            }
        }
        return result.text();
    }

  private:
    void execute(std::size_t turn) override {
        const std::size_t set = turn % sets_;
        const T* const queries = in_ + 3 * set * size_;
        T* const out = out_ + set * size_;
        host_.pool.run_ranges(m_ * n_, 1, [&](int, std::int64_t begin, std::int64_t end) {
            cpu::attention(queries, queries + size_, queries + 2 * size_, out, n_, k_, begin, end);
        });
    }

    std::int64_t m_, n_, k_;
    std::size_t size_, sets_;
    const T* in_;
    T* out_;
};

class CheckpointWrite : public HostTimed {
  public:
    CheckpointWrite(Host& host, const Kernel& kernel)
        : HostTimed(host),
          file_(host.folder),
          size_(std::size_t(kernel.size.in(byte))),
          data_(reinterpret_cast<const unsigned char*>(
              host.random<float>(size_ / sizeof(float) + 1))) {}

    std::string check() override {
        execute(0);
        std::vector<unsigned char> read(size_);
        file_.read(0, read.data(), size_);
        return std::memcmp(read.data(), data_, size_) == 0
                   ? ""
                   : "the file does not hold what was written";
    }

  private:
    void execute(std::size_t) override {
        file_.clear();
        file_.write(data_, size_);
        file_.sync();
    }

    CheckpointFile file_;
    std::size_t size_;
    const unsigned char* data_;
};

template <class T>
std::unique_ptr<PreparedKernel> prepared(Host& host, const Kernel& kernel) {
    switch (kernel.kind) {
        case KernelKind::launch:
            return std::make_unique<Launch>(host);
        case KernelKind::gemm:
            return std::make_unique<Gemm<T>>(host, kernel);
        case KernelKind::copy:
        case KernelKind::triad:
        case KernelKind::reduction:
            return std::make_unique<Stream<T>>(host, kernel);
        case KernelKind::softmax:
        case KernelKind::layer_norm:
            return std::make_unique<Rows<T>>(host, kernel);
        case KernelKind::attention:
            return std::make_unique<Attention<T>>(host, kernel);
        case KernelKind::checkpoint_write:
            return std::make_unique<CheckpointWrite>(host, kernel);
        case KernelKind::host_to_device:
        case KernelKind::device_to_host:
        case KernelKind::peer_copy:
        case KernelKind::all_reduce:
            break;
    }
    throw std::runtime_error(
        fmt::format("the cpu backend has no kernel {}", row_of(kernel.kind).name));
}

}  // namespace

std::unique_ptr<PreparedKernel> prepare(Host& host, const Kernel& kernel) {
    if (kernel.kind == KernelKind::launch || kernel.precision == Precision::fp32)
        return prepared<float>(host, kernel);
    if (kernel.precision == Precision::fp64)
        return prepared<double>(host, kernel);
    throw std::runtime_error("the cpu backend computes in fp64 and fp32");
}

}  // namespace twin::calibration::cpu
