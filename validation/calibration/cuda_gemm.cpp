#include <algorithm>
#include <array>
#include <cmath>
#include <cublasLt.h>
#include <fmt/format.h>
#include <limits>
#include <stdexcept>

#include "validation/calibration/cuda_grid.h"
#include "validation/calibration/cuda_prepare.h"
#include "validation/calibration/reference.h"
#include "validation/calibration/shared_library.h"

namespace twin::calibration::cuda {
namespace {

constexpr std::uint64_t a_numbers = 21, b_numbers = 22;  // streams of random numbers
// More than the library's own default for any device so far (32 MiB of H100).
constexpr std::size_t workspace_bytes = std::size_t(64) << 20;
constexpr int most_algorithms = 5;

// The 500 MB of cuBLASLt, loaded with the first product.
struct GemmLibrary {
    SharedLibrary library{
        {fmt::format("libcublasLt.so.{}", CUBLAS_VER_MAJOR),
         fmt::format("{}/libcublasLt.so.{}", TWIN_CUDA_LIBRARIES, CUBLAS_VER_MAJOR)}};
    decltype(&cublasLtGetVersion) version =
        library.required<decltype(cublasLtGetVersion)>("cublasLtGetVersion");
    decltype(&cublasLtGetStatusString) status_string =
        library.required<decltype(cublasLtGetStatusString)>("cublasLtGetStatusString");
    decltype(&cublasLtCreate) create = library.required<decltype(cublasLtCreate)>("cublasLtCreate");
    decltype(&cublasLtDestroy) destroy =
        library.required<decltype(cublasLtDestroy)>("cublasLtDestroy");
    decltype(&cublasLtMatmulDescCreate) create_description =
        library.required<decltype(cublasLtMatmulDescCreate)>("cublasLtMatmulDescCreate");
    decltype(&cublasLtMatmulDescDestroy) destroy_description =
        library.required<decltype(cublasLtMatmulDescDestroy)>("cublasLtMatmulDescDestroy");
    decltype(&cublasLtMatmulDescSetAttribute) set_description =
        library.required<decltype(cublasLtMatmulDescSetAttribute)>(
            "cublasLtMatmulDescSetAttribute");
    decltype(&cublasLtMatrixLayoutCreate) create_layout =
        library.required<decltype(cublasLtMatrixLayoutCreate)>("cublasLtMatrixLayoutCreate");
    decltype(&cublasLtMatrixLayoutDestroy) destroy_layout =
        library.required<decltype(cublasLtMatrixLayoutDestroy)>("cublasLtMatrixLayoutDestroy");
    decltype(&cublasLtMatmulPreferenceCreate) create_preference =
        library.required<decltype(cublasLtMatmulPreferenceCreate)>(
            "cublasLtMatmulPreferenceCreate");
    decltype(&cublasLtMatmulPreferenceDestroy) destroy_preference =
        library.required<decltype(cublasLtMatmulPreferenceDestroy)>(
            "cublasLtMatmulPreferenceDestroy");
    decltype(&cublasLtMatmulPreferenceSetAttribute) set_preference =
        library.required<decltype(cublasLtMatmulPreferenceSetAttribute)>(
            "cublasLtMatmulPreferenceSetAttribute");
    decltype(&cublasLtMatmulAlgoGetHeuristic) heuristic =
        library.required<decltype(cublasLtMatmulAlgoGetHeuristic)>(
            "cublasLtMatmulAlgoGetHeuristic");
    decltype(&cublasLtMatmul) matmul = library.required<decltype(cublasLtMatmul)>("cublasLtMatmul");

    void check(cublasStatus_t status, std::string_view call) const {
        if (status != CUBLAS_STATUS_SUCCESS)
            throw std::runtime_error(fmt::format("{}: {}", call, status_string(status)));
    }
};

const GemmLibrary& gemm_library() {
    static const GemmLibrary library;
    return library;
}

// How the library names what a precision is.
struct GemmTypes {
    cudaDataType_t operand, result, factor;
    cublasComputeType_t compute;
};

GemmTypes types_of(Precision precision) {
    switch (precision) {
        case Precision::fp64:
            return {CUDA_R_64F, CUDA_R_64F, CUDA_R_64F, CUBLAS_COMPUTE_64F};
        case Precision::fp32:
            return {CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F};
        case Precision::tf32:
            return {CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F_FAST_TF32};
        case Precision::bf16:
            return {CUDA_R_16BF, CUDA_R_16BF, CUDA_R_32F, CUBLAS_COMPUTE_32F};
        case Precision::fp8:
            return {CUDA_R_8F_E4M3, CUDA_R_16BF, CUDA_R_32F, CUBLAS_COMPUTE_32F};
        case Precision::fp8_block:
        case Precision::fp4:
            break;
    }
    throw std::runtime_error(
        fmt::format("the cuda backend has no product of {}", row_of(precision).name));
}

// The format of C's elements.
Precision result_precision(Precision precision) {
    if (precision == Precision::fp8)
        return Precision::bf16;
    return precision == Precision::tf32 ? Precision::fp32 : precision;
}

// A description of the library, destroyed at its end.
template <class T>
using Owned = std::unique_ptr<T, cublasStatus_t (*)(T*)>;

// One product as the library sees it. In its columns-first order the rows-first C[m,n] is
// [n,m]: D = (B transposed, stored [k,n], taken as its transpose) times (A, stored [k,m]).
class Product {
  public:
    Product(Device& device, const Kernel& kernel)
        : device_(device),
          double_factors_(kernel.precision == Precision::fp64),
          workspace_(workspace_bytes),
          scale_(sizeof(float)) {
        const GemmLibrary& library = gemm_library();
        cublasLtHandle_t handle = nullptr;
        library.check(library.create(&handle), "cublasLtCreate");
        handle_.reset(handle);
        const GemmTypes types = types_of(kernel.precision);
        cublasLtMatmulDesc_t description = nullptr;
        library.check(library.create_description(&description, types.compute, types.factor),
                      "cublasLtMatmulDescCreate");
        description_.reset(description);
        const cublasOperation_t transposed = CUBLAS_OP_T, as_it_is = CUBLAS_OP_N;
        describe(CUBLASLT_MATMUL_DESC_TRANSA, transposed);
        describe(CUBLASLT_MATMUL_DESC_TRANSB, as_it_is);
        if (kernel.precision == Precision::fp8) {
            // As the products of inference and of forward passes are taken.
            const std::int8_t fast_accumulation = 1;
            describe(CUBLASLT_MATMUL_DESC_FAST_ACCUM, fast_accumulation);
            const float one = 1;
            check(cudaMemcpyAsync(scale_.at(0), &one, sizeof one, cudaMemcpyHostToDevice,
                                  device.stream()),
                  "cudaMemcpyAsync");
            device.stream().wait();
            const void* const scale = scale_.at(0);
            describe(CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, scale);
            describe(CUBLASLT_MATMUL_DESC_B_SCALE_POINTER, scale);
        }
        const auto m = std::uint64_t(kernel.m), n = std::uint64_t(kernel.n),
                   k = std::uint64_t(kernel.k);
        left_ = layout(types.operand, k, n);
        right_ = layout(types.operand, k, m);
        result_ = layout(types.result, n, m);
        find_algorithms();
    }

    std::size_t algorithms() const { return algorithms_.size(); }

    void launch(std::size_t algorithm, const void* a, const void* b_transposed, void* c) const {
        const double double_one = 1, double_zero = 0;
        const float one = 1, zero = 0;
        const GemmLibrary& library = gemm_library();
        library.check(
            library.matmul(handle_.get(), description_.get(),
                           double_factors_ ? static_cast<const void*>(&double_one) : &one,
                           b_transposed, left_.get(), a, right_.get(),
                           double_factors_ ? static_cast<const void*>(&double_zero) : &zero, c,
                           result_.get(), c, result_.get(), &algorithms_[algorithm],
                           workspace_.at(0), workspace_.size(), device_.stream()),
            "cublasLtMatmul");
    }

  private:
    using Layout = Owned<cublasLtMatrixLayoutOpaque_t>;

    template <class T>
    void describe(cublasLtMatmulDescAttributes_t attribute, const T& value) {
        const GemmLibrary& library = gemm_library();
        library.check(library.set_description(description_.get(), attribute, &value, sizeof value),
                      "cublasLtMatmulDescSetAttribute");
    }

    static Layout layout(cudaDataType_t type, std::uint64_t rows, std::uint64_t columns) {
        const GemmLibrary& library = gemm_library();
        cublasLtMatrixLayout_t made = nullptr;
        library.check(library.create_layout(&made, type, rows, columns, std::int64_t(rows)),
                      "cublasLtMatrixLayoutCreate");
        return Layout(made, library.destroy_layout);
    }

    void find_algorithms() {
        const GemmLibrary& library = gemm_library();
        cublasLtMatmulPreference_t made = nullptr;
        library.check(library.create_preference(&made), "cublasLtMatmulPreferenceCreate");
        const Owned<cublasLtMatmulPreferenceOpaque_t> preference(made, library.destroy_preference);
        library.check(
            library.set_preference(preference.get(), CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                                   &workspace_bytes, sizeof workspace_bytes),
            "cublasLtMatmulPreferenceSetAttribute");
        std::array<cublasLtMatmulHeuristicResult_t, most_algorithms> results{};
        int found = 0;
        library.check(library.heuristic(handle_.get(), description_.get(), left_.get(),
                                        right_.get(), result_.get(), result_.get(),
                                        preference.get(), most_algorithms, results.data(), &found),
                      "cublasLtMatmulAlgoGetHeuristic");
        for (int i = 0; i < found; ++i)
            if (results[std::size_t(i)].state == CUBLAS_STATUS_SUCCESS)
                algorithms_.push_back(results[std::size_t(i)].algo);
        if (algorithms_.empty())
            throw std::runtime_error("cublasLtMatmulAlgoGetHeuristic: no algorithm");
    }

    Device& device_;
    bool double_factors_;
    Memory workspace_, scale_;
    Owned<cublasLtContext> handle_{nullptr, gemm_library().destroy};
    Owned<cublasLtMatmulDescOpaque_t> description_{nullptr, gemm_library().destroy_description};
    Layout left_{nullptr, nullptr}, right_{nullptr, nullptr}, result_{nullptr, nullptr};
    std::vector<cublasLtMatmulAlgo_t> algorithms_;
};

// Of one execution, by as many as soon show it.
Duration quick_time(Repeated& repeated) {
    constexpr Duration enough = 5e-3 * second;
    const Duration once = repeated.run(1);
    const double times = once > Duration() ? enough / once : 64;
    const int count = int(std::clamp(times, 1.0, 64.0));
    return repeated.run(count) / double(count);
}

class Gemm : public PreparedKernel {
  public:
    Gemm(Device& device, const Kernel& kernel)
        : device_(device),
          kernel_(kernel),
          result_precision_(result_precision(kernel.precision)),
          sets_(device.sets_beyond_cache(
              Buffers::bytes_for(count(kernel.m, kernel.k), kernel.precision) +
              Buffers::bytes_for(count(kernel.k, kernel.n), kernel.precision) +
              Buffers::bytes_for(count(kernel.m, kernel.n), result_precision_))),
          a_(std::size_t(sets_), count(kernel.m, kernel.k), kernel.precision),
          b_(std::size_t(sets_), count(kernel.k, kernel.n), kernel.precision),
          c_(std::size_t(sets_), count(kernel.m, kernel.n), result_precision_),
          product_(device, kernel) {
        a_.fill(a_numbers, device.stream());
        b_.fill(b_numbers, device.stream());
        choose_algorithm();
    }

    std::string check() override {
        const auto set = std::size_t(sets_) - 1;
        c_.spoil(device_.stream());
        product_.launch(algorithm_, a_.set(set), b_.set(set), c_.set(set));
        cuda::check(cudaGetLastError(), "launch");
        device_.stream().wait();
        const double allowed = allowed_difference();
        ResultCheck result;
        const auto n = std::uint64_t(kernel_.n), k = std::uint64_t(kernel_.k);
        for (const std::uint64_t element : sample(std::uint64_t(kernel_.m) * n, 64)) {
            const double expected =
                dot(a_.filled(set, element / n * k, k), b_.filled(set, element % n * k, k));
            result.expect(element, c_.read(set, element, 1)[0], expected, allowed);
        }
        std::string wrong = result.text();
        if (wrong.empty() && kernel_.precision == Precision::bf16 && kernel_.k % 8 == 0)
            wrong = compare_with_own(set, allowed);
        return wrong;
    }
    Duration run(int times) override { return repeated_->run(times); }
    std::string note() override { return note_; }

  private:
    static std::size_t count(std::int64_t rows, std::int64_t columns) {
        return std::size_t(rows) * std::size_t(columns);
    }

    void choose_algorithm() {
        auto best = Duration::from_si(std::numeric_limits<double>::infinity());
        std::string refusal;
        for (std::size_t i = 0; i < product_.algorithms(); ++i) {
            // One that its own heuristics propose and the library then refuses is passed over.
            try {
                auto repeated = std::make_unique<Repeated>(
                    device_, sets_, Repeated::Cache::cold, [this, i](int number) {
                        const auto set = std::size_t(number);
                        product_.launch(i, a_.set(set), b_.set(set), c_.set(set));
                    });
                const Duration time = quick_time(*repeated);
                if (time < best) {
                    best = time;
                    algorithm_ = i;
                    repeated_ = std::move(repeated);
                }
            } catch (const std::runtime_error& error) {
                refusal = error.what();
            }
        }
        if (!repeated_)
            throw std::runtime_error(refusal);
        note_ = fmt::format("algorithm {} of {}", algorithm_ + 1, product_.algorithms());
    }

    // Sums of k products of numbers in [-1, 1).
    double allowed_difference() const {
        const auto k = double(kernel_.k);
        if (kernel_.precision == Precision::fp64)
            return allowed_error(k, Precision::fp64, Precision::fp64);
        // Tensor cores cut off where other units round, so that errors of tf32 add in one
        // direction: their sum grows with k and with what is added to, the root of k.
        const double terms =
            kernel_.precision == Precision::tf32 ? 4 * k * std::max(1.0, std::sqrt(k) / 32) : k;
        const double allowed = allowed_error(terms, Precision::fp32, result_precision_);
        if (kernel_.precision != Precision::fp8)
            return allowed;
        // Fast accumulation keeps some 14 bits of a sum (DeepSeek-AI, "DeepSeek-V3 Technical
        // Report", 2024, section 3.3.2) and cuts off the rest after each 32 products; twice that.
        return allowed + 2 * std::max(k / 32, 1.0) * std::ldexp(std::sqrt(k / 9), -13);
    }

    // All elements of the library's result against those of the own kernel, and the latter's time.
    std::string compare_with_own(std::size_t set, double allowed) {
        const std::size_t elements = count(kernel_.m, kernel_.n);
        const Buffers own(1, elements, Precision::bf16);
        const auto launch = [&](int number) {
            const auto from = std::size_t(number);
            tensor_gemm(a_.set(from), b_.set(from), own.set(0), int(kernel_.m), int(kernel_.n),
                        int(kernel_.k), device_.stream());
        };
        Repeated repeated(device_, sets_, Repeated::Cache::cold, launch);
        const Duration time = quick_time(repeated);
        launch(int(set));
        const Memory differences(sizeof(unsigned long long));
        const Stream& stream = device_.stream();
        cuda::check(cudaMemsetAsync(differences.at(0), 0, differences.size(), stream),
                    "cudaMemsetAsync");
        count_differences(c_.set(set), own.set(0), elements, float(2 * allowed), 0,
                          static_cast<unsigned long long*>(differences.at(0)), stream);
        cuda::check(cudaGetLastError(), "launch");
        stream.wait();
        unsigned long long different = 0;
        cuda::check(
            cudaMemcpy(&different, differences.at(0), sizeof different, cudaMemcpyDeviceToHost),
            "cudaMemcpy");
        if (different > 0)
            return fmt::format("{} of {} elements differ from the own kernel's by more than {:.2g}",
                               different, elements, 2 * allowed);
        note_ += fmt::format("; own kernel {:.2f} us, {:.1f} Tflop/s", time.si() * 1e6,
                             flops(kernel_) / time.si() * 1e-12);
        return {};
    }

    Device& device_;
    Kernel kernel_;
    Precision result_precision_;
    int sets_;
    Buffers a_, b_, c_;
    Product product_;
    std::size_t algorithm_ = 0;
    std::unique_ptr<Repeated> repeated_;
    std::string note_;
};

}  // namespace

std::unique_ptr<PreparedKernel> prepare_gemm(Device& device, const Kernel& kernel) {
    constexpr std::int64_t most = std::int64_t(1) << 30;
    if (kernel.m > most || kernel.n > most || kernel.k > most)
        throw std::runtime_error(
            fmt::format("{}: each extent is at most {} here", kernel_text(kernel), most));
    if (!gemm_is_possible(kernel, device.capability()))
        throw std::runtime_error(
            fmt::format("{}: fp8 needs compute capability 8.9, and n and k in multiples of 16",
                        kernel_text(kernel)));
    return std::make_unique<Gemm>(device, kernel);
}

std::string gemm_library_version() {
    try {
        const std::size_t version = gemm_library().version();
        if (version < 100000)  // another way of counting, before 12
            return fmt::format("{}", version);
        return fmt::format("{}.{}.{}", version / 10000, version / 100 % 100, version % 100);
    } catch (const std::runtime_error&) {
        return {};
    }
}

}  // namespace twin::calibration::cuda
