#include "validation/calibration/cpu_backend.h"

#include <algorithm>
#include <cblas.h>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <new>
#include <sys/utsname.h>
#include <thread>

#include "validation/calibration/checkpoint_file.h"
#include "validation/calibration/cpu_kernels.h"
#include "validation/calibration/cpu_sensors.h"
#include "validation/calibration/grids.h"
#include "validation/calibration/rapl.h"
#include "validation/calibration/reference.h"
#include "validation/calibration/steady_now.h"
#include "validation/calibration/worker_pool.h"

namespace twin::calibration {
namespace {

namespace fs = std::filesystem;

constexpr auto byte = DataSize::from_si(1);
constexpr std::size_t page = 4096;

// Memory that grows when more of it is asked for, and stays for the next kernel.
class Arena {
  public:
    ~Arena() { std::free(data_); }
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    // Whether the content is new, and as it came from the system.
    bool reserve(std::size_t bytes) {
        bytes = (bytes + page - 1) / page * page;
        if (bytes <= size_)
            return false;
        std::free(data_);
        size_ = 0;
        data_ = std::aligned_alloc(page, bytes);
        if (data_ == nullptr)
            throw std::runtime_error(fmt::format("no memory for {} bytes", bytes));
        size_ = bytes;
        return true;
    }
    template <class T>
    T* at(std::size_t element) const {
        return static_cast<T*>(data_) + element;
    }
    std::size_t size() const { return size_; }

  private:
    void* data_ = nullptr;
    std::size_t size_ = 0;
};

// What the kernels of one backend share.
struct Host {
    WorkerPool pool{usable_cores()};
    Arena floats, doubles, results;
    DataSize cache{};  // the last ones together
    fs::path folder;

    // At least `count` random numbers; they stay the same ones.
    template <class T>
    const T* random(std::size_t count) {
        Arena& arena = sizeof(T) == sizeof(float) ? floats : doubles;
        if (arena.reserve(count * sizeof(T))) {
            T* const all = arena.at<T>(0);
            pool.run_ranges(std::int64_t(arena.size() / sizeof(T)), page / sizeof(T),
                            [&](int, std::int64_t begin, std::int64_t end) {
                                cpu::fill_random(all, begin, end, 1);
                            });
        }
        return arena.at<T>(0);
    }
    template <class T>
    T* result(std::size_t count) {
        if (results.reserve(count * sizeof(T))) {
            // Touched once, so that the system's zeroing of pages is in no sample.
            unsigned char* const all = results.at<unsigned char>(0);
            pool.run_ranges(std::int64_t(results.size()), page,
                            [&](int, std::int64_t begin, std::int64_t end) {
                                std::memset(all + begin, 0, std::size_t(end - begin));
                            });
        }
        return results.at<T>(0);
    }
    // How many sets of buffers of this size are gone through before the first comes again: twice
    // the last cache lies between two uses.
    std::size_t sets_beyond_cache(std::size_t bytes) const {
        const double sets = 2 * cache.in(byte) / double(std::max<std::size_t>(bytes, 1));
        return std::size_t(std::clamp(std::ceil(sets), 2.0, 65536.0));
    }
};

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
            const auto expected = kind_ == KernelKind::softmax ? softmax(in) : layer_norm(in);
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
            const auto expected = attention(doubles_of(in_ + std::int64_t(row) * k_, k_),
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

class CpuBackend : public Backend {
  public:
    explicit CpuBackend(const fs::path& folder) {
        host_.folder = folder;
        // Where Linux does not say: more than most have, so that buffers are surely rotated.
        const DataSize cache = sensors_.last_caches();
        host_.cache = cache > DataSize() ? cache : 64e6 * byte;
        openblas_set_num_threads(host_.pool.size());
        restart_interval();
    }

    RecordHeader describe() override {
        RecordHeader header;
        header.device = sensors_.name();
        if (header.device.empty())
            header.device = "processor without a name";
        header.backend = "cpu";
        header.units = host_.pool.size();
        header.memory = sensors_.memory();
        header.core_clock = sensors_.highest_clock();
        utsname system{};
        if (uname(&system) == 0)
            header.driver = fmt::format("{} {}", system.sysname, system.release);
        // "OpenBLAS 0.3.21 ... Zen MAX_THREADS=64": the name is beside it.
        std::string version = openblas_get_config();
        if (version.starts_with("OpenBLAS "))
            version.erase(0, std::strlen("OpenBLAS "));
        header.libraries = {{"OpenBLAS", version}};
        // Others, and the watts of a processor that waits.
        restart_interval();
        const auto before = rapl_.energy();
        const Duration begin = steady_now();
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        if (const auto after = rapl_.energy(); before && after) {
            header.power_source = "RAPL";
            header.idle_power = (*after - *before) / (steady_now() - begin);
        } else {
            header.remarks.push_back(rapl_.absence());
        }
        if (const double share = share_of_others(); share > busy_share)
            header.remarks.push_back(
                fmt::format("Others used {:.0f} % of the cores at the start.", 100 * share));
        restart_interval();
        return header;
    }

    // RAPL counts in steps of a millisecond.
    Duration power_time() const override { return 0.1 * second; }

    DeviceState state() override {
        DeviceState state;
        state.energy = rapl_.energy();
        state.clock = sensors_.clock();
        state.temperature = sensors_.temperature();
        const double events = sensors_.throttle_events();
        state.throttled = events > throttle_events_;
        throttle_events_ = events;
        // The system counts in steps of 10 ms: a short interval says nothing.
        if (steady_now() - interval_begin_ >= 0.25 * second) {
            others_ = share_of_others();
            restart_interval();
        }
        state.busy_with_others = others_ > busy_share;
        return state;
    }

    std::vector<Kernel> kernels(bool quick) override {
        // A GEMM of a third of a second on a core of today, and streams far beyond the last cache.
        GridLimits limits{quick, 1e10 * host_.pool.size(),
                          std::min((quick ? 6.0 : 32.0) * host_.cache, sensors_.memory() / 16.0)};
        const auto fp32 = Precision::fp32;
        std::vector<Kernel> all = {{KernelKind::launch}};
        const auto add = [&](const std::vector<Kernel>& more) {
            all.insert(all.end(), more.begin(), more.end());
        };
        for (const KernelKind kind : {KernelKind::copy, KernelKind::triad, KernelKind::reduction})
            add(size_grid(kind, fp32, 16e3 * byte, limits));
        add(gemm_grid(Precision::fp64, limits));
        add(gemm_grid(fp32, limits));
        for (const KernelKind kind : {KernelKind::softmax, KernelKind::layer_norm})
            add(row_grid(kind, fp32, limits));
        // Plain loops are some ten times slower than the BLAS.
        limits.most_flops /= 10;
        add(attention_grid(fp32, limits));
        limits.most_traffic = std::min(limits.most_traffic, (quick ? 20e6 : 300e6) * byte);
        add(size_grid(KernelKind::checkpoint_write, fp32, 1e6 * byte, limits));
        return all;
    }

    std::unique_ptr<PreparedKernel> prepare(const Kernel& kernel) override {
        if (kernel.kind == KernelKind::launch || kernel.precision == Precision::fp32)
            return prepared<float>(host_, kernel);
        if (kernel.precision == Precision::fp64)
            return prepared<double>(host_, kernel);
        throw std::runtime_error("the cpu backend computes in fp64 and fp32");
    }

  private:
    // Of the cores' time, what others may use before a point counts as disturbed.
    static constexpr double busy_share = 0.1;

    void restart_interval() {
        interval_begin_ = steady_now();
        own_begin_ = own_time();
        busy_begin_ = sensors_.busy_time();
    }
    // Since the interval began; 0 where the system does not say.
    double share_of_others() const {
        const auto busy = sensors_.busy_time();
        if (!busy || !busy_begin_)
            return 0;
        const Duration others = *busy - *busy_begin_ - (own_time() - own_begin_);
        return others / ((steady_now() - interval_begin_) * double(host_.pool.size()));
    }

    CpuSensors sensors_;
    Rapl rapl_;
    Host host_;
    Duration interval_begin_{}, own_begin_{};
    std::optional<Duration> busy_begin_;
    double others_ = 0, throttle_events_ = sensors_.throttle_events();
};

}  // namespace

std::unique_ptr<Backend> open_cpu(int device, const fs::path& folder) {
    if (device != 0)
        throw NoDevice(
            fmt::format("no CPU device {}: all processors of a host are one, device 0", device));
    return std::make_unique<CpuBackend>(folder);
}

std::vector<std::string> cpu_devices() {
    return {fmt::format("0: {}, {} cores", CpuSensors().name(), usable_cores())};
}

}  // namespace twin::calibration
