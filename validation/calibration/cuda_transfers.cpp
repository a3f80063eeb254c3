// Kernels that leave the device: over its links, to the host, to a file.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <fmt/format.h>
#include <stdexcept>

#include "validation/calibration/checkpoint_file.h"
#include "validation/calibration/cuda_prepare.h"
#include "validation/calibration/reference.h"
#include "validation/calibration/shared_library.h"

namespace twin::calibration::cuda {
namespace {

constexpr auto byte = DataSize::from_si(1);
constexpr std::uint64_t message_numbers = 31;  // stream of random numbers; of device d: 31 + d

std::size_t bytes_in(const Kernel& kernel) {
    return std::size_t(kernel.size.in(byte));
}

// Bytes of which the first, the last and some between are looked at.
std::vector<std::size_t> places_in(std::size_t bytes) {
    std::vector<std::size_t> places;
    for (const std::uint64_t place : sample(bytes, 4096))
        places.push_back(place);
    return places;
}

std::string compare(const unsigned char* got, const unsigned char* expected, std::size_t bytes) {
    ResultCheck result;
    for (const std::size_t place : places_in(bytes))
        result.expect(place, got[place], expected[place], 0);
    return result.text();
}

// Random bytes on the device: fp32 numbers, the last one cut.
Buffers random_bytes(std::size_t sets, std::size_t bytes, std::uint64_t numbers,
                     const Stream& stream) {
    Buffers buffers(sets, (bytes + sizeof(float) - 1) / sizeof(float), Precision::fp32);
    buffers.fill(numbers, stream);
    return buffers;
}

// Calls that a stream takes one after the other, by the device's clock.
class TimedCalls {
  public:
    template <class Call>
    Duration run(const Stream& stream, int times, Call call) {
        begin_.record(stream);
        for (int i = 0; i < times; ++i)
            call();
        end_.record(stream);
        stream.wait();
        return end_.since(begin_);
    }

  private:
    Event begin_, end_;
};

class HostCopy : public PreparedKernel {
  public:
    HostCopy(Device& device, const Kernel& kernel)
        : device_(device),
          bytes_(bytes_in(kernel)),
          stride_((bytes_ + 255) / 256 * 256),
          sets_(device.sets_beyond_cache(bytes_)),
          to_device_(kernel.kind == KernelKind::host_to_device),
          on_device_(random_bytes(std::size_t(sets_), bytes_, message_numbers, device.stream())),
          on_host_(std::size_t(sets_) * stride_) {
        // The host's own memory, touched and with content: what comes back is seen to be other.
        for (std::size_t i = 0; i < std::size_t(sets_) * stride_; i += sizeof(std::uint64_t)) {
            const std::uint64_t bits = random_bits(message_numbers + 1, i);
            std::memcpy(on_host_.at(i), &bits, sizeof bits);
        }
        device.stream().wait();
    }

    std::string check() override {
        std::vector<unsigned char> device_side(bytes_);
        const std::size_t set = std::size_t(sets_) - 1;
        copy(set);
        device_.stream().wait();
        cuda::check(
            cudaMemcpy(device_side.data(), on_device_.set(set), bytes_, cudaMemcpyDeviceToHost),
            "cudaMemcpy");
        return compare(on_host_.at(set * stride_), device_side.data(), bytes_);
    }

    Duration run(int times) override {
        return copies_.run(device_.stream(), times, [this] { copy(next_++ % std::size_t(sets_)); });
    }

  private:
    void copy(std::size_t set) {
        void* const host = on_host_.at(set * stride_);
        void* const device = on_device_.set(set);
        cuda::check(
            to_device_
                ? cudaMemcpyAsync(device, host, bytes_, cudaMemcpyHostToDevice, device_.stream())
                : cudaMemcpyAsync(host, device, bytes_, cudaMemcpyDeviceToHost, device_.stream()),
            "cudaMemcpyAsync");
    }

    Device& device_;
    std::size_t bytes_, stride_;
    int sets_;
    bool to_device_;
    Buffers on_device_;
    PinnedMemory on_host_;
    std::size_t next_ = 0;
    TimedCalls copies_;
};

class PeerCopy : public PreparedKernel {
  public:
    PeerCopy(Device& device, const Kernel& kernel)
        : device_(device),
          peer_(peer_of(device)),
          bytes_(bytes_in(kernel)),
          sets_(device.sets_beyond_cache(bytes_)),
          here_(random_bytes(std::size_t(sets_), bytes_, message_numbers, device.stream())) {
        if (peer_ < 0)
            throw std::runtime_error(
                fmt::format("no other device that device {} writes to directly", device.number()));
        const cudaError_t enabled = cudaDeviceEnablePeerAccess(peer_, 0);
        if (enabled == cudaErrorPeerAccessAlreadyEnabled)
            cudaGetLastError();
        else
            cuda::check(enabled, "cudaDeviceEnablePeerAccess");
        const CurrentDevice at_peer(peer_);
        there_ = std::make_unique<Buffers>(
            std::size_t(sets_), (bytes_ + sizeof(float) - 1) / sizeof(float), Precision::fp32);
    }

    std::string check() override {
        const std::size_t set = std::size_t(sets_) - 1;
        copy(set);
        device_.stream().wait();
        std::vector<unsigned char> sent(bytes_), received(bytes_);
        cuda::check(cudaMemcpy(sent.data(), here_.set(set), bytes_, cudaMemcpyDefault),
                    "cudaMemcpy");
        cuda::check(cudaMemcpy(received.data(), there_->set(set), bytes_, cudaMemcpyDefault),
                    "cudaMemcpy");
        return compare(received.data(), sent.data(), bytes_);
    }

    Duration run(int times) override {
        return copies_.run(device_.stream(), times, [this] { copy(next_++ % std::size_t(sets_)); });
    }

  private:
    void copy(std::size_t set) {
        cuda::check(cudaMemcpyPeerAsync(there_->set(set), peer_, here_.set(set), device_.number(),
                                        bytes_, device_.stream()),
                    "cudaMemcpyPeerAsync");
    }

    Device& device_;
    int peer_;
    std::size_t bytes_;
    int sets_;
    Buffers here_;
    std::unique_ptr<Buffers> there_;
    std::size_t next_ = 0;
    TimedCalls copies_;
};

// NCCL as its "API" reference tells it, so that no header of it is needed.
struct NcclLibrary {
    using Communicator = struct ncclComm*;
    static constexpr int sum = 0, fp32 = 7, bf16 = 9;  // ncclSum, ncclFloat32, ncclBfloat16

    SharedLibrary library{{"libnccl.so.2", fmt::format("{}/libnccl.so.2", TWIN_CUDA_LIBRARIES)}};
    int (*version)(int*) = library.required<int(int*)>("ncclGetVersion");
    const char* (*error_string)(int) = library.required<const char*(int)>("ncclGetErrorString");
    int (*create)(Communicator*, int, const int*) =
        library.required<int(Communicator*, int, const int*)>("ncclCommInitAll");
    int (*destroy)(Communicator) = library.required<int(Communicator)>("ncclCommDestroy");
    int (*begin_group)() = library.required<int()>("ncclGroupStart");
    int (*end_group)() = library.required<int()>("ncclGroupEnd");
    int (*all_reduce)(const void*, void*, std::size_t, int, int, Communicator, cudaStream_t) =
        library.required<int(const void*, void*, std::size_t, int, int, Communicator,
                             cudaStream_t)>("ncclAllReduce");

    void check(int status, std::string_view call) const {
        if (status != 0)
            throw std::runtime_error(fmt::format("{}: {}", call, error_string(status)));
    }
};

const NcclLibrary& nccl() {
    static const NcclLibrary library;
    return library;
}

// One thread for all devices, as one call of the group.
class AllReduce : public PreparedKernel {
  public:
    explicit AllReduce(const Kernel& kernel)
        : precision_(kernel.precision),
          type_(nccl_type(kernel.precision)),
          count_(bytes_in(kernel) / bytes_of(element_of(kernel.precision))),
          devices_(std::size_t(kernel.devices)),
          communicators_(devices_) {
        if (count_ == 0)
            throw std::runtime_error(fmt::format("{}: less than one element", kernel_text(kernel)));
        int present = 0;
        cuda::check(cudaGetDeviceCount(&present), "cudaGetDeviceCount");
        if (kernel.devices > present)
            throw std::runtime_error(
                fmt::format("{} devices wanted, there are {}", kernel.devices, present));
        for (std::size_t d = 0; d < devices_; ++d) {
            const CurrentDevice here(static_cast<int>(d));
            const Stream& stream = *streams_.emplace_back(std::make_unique<Stream>());
            sent_.emplace_back(1, count_, precision_).fill(message_numbers + d, stream);
            received_.emplace_back(1, count_, precision_).spoil(stream);
            stream.wait();
        }
        std::vector<int> numbers;
        for (std::size_t d = 0; d < devices_; ++d)
            numbers.push_back(int(d));
        nccl().check(nccl().create(communicators_.data(), int(devices_), numbers.data()),
                     "ncclCommInitAll");
        const CurrentDevice first(0);
        calls_ = std::make_unique<TimedCalls>();
    }
    ~AllReduce() override {
        for (NcclLibrary::Communicator communicator : communicators_)
            if (communicator != nullptr)
                nccl().destroy(communicator);
    }
    AllReduce(const AllReduce&) = delete;
    AllReduce& operator=(const AllReduce&) = delete;

    std::string check() override {
        execute();
        wait();
        ResultCheck result;
        for (std::size_t d = 0; d < devices_; ++d) {
            const CurrentDevice here(static_cast<int>(d));
            for (const std::uint64_t element : sample(count_, 256)) {
                double expected = 0;
                for (const Buffers& sent : sent_)
                    expected += sent.filled(0, element, 1)[0];
                // Each addition on the way round may round to the format.
                const double allowed =
                    double(devices_) * allowed_error(double(devices_), precision_, precision_);
                result.expect(element, received_[d].read(0, element, 1)[0], expected, allowed);
            }
        }
        return result.text();
    }

    Duration run(int times) override {
        const CurrentDevice first(0);
        wait();
        return calls_->run(*streams_[0], times, [this] { execute(); });
    }

  private:
    static int nccl_type(Precision precision) {
        if (precision == Precision::fp32)
            return NcclLibrary::fp32;
        if (precision == Precision::bf16)
            return NcclLibrary::bf16;
        throw std::runtime_error(
            fmt::format("no all-reduce of {} here: fp32 or bf16", row_of(precision).name));
    }
    void execute() {
        nccl().check(nccl().begin_group(), "ncclGroupStart");
        // The group ends in any case: an open one would swallow the next point's calls.
        int status = 0;
        for (std::size_t d = 0; d < devices_ && status == 0; ++d)
            status = nccl().all_reduce(sent_[d].set(0), received_[d].set(0), count_, type_,
                                       NcclLibrary::sum, communicators_[d], *streams_[d]);
        const int ended = nccl().end_group();
        nccl().check(status, "ncclAllReduce");
        nccl().check(ended, "ncclGroupEnd");
    }
    void wait() const {
        for (const auto& stream : streams_)
            stream->wait();
    }

    Precision precision_;
    int type_;
    std::size_t count_, devices_;
    std::vector<std::unique_ptr<Stream>> streams_;
    std::vector<Buffers> sent_, received_;
    std::vector<NcclLibrary::Communicator> communicators_;
    std::unique_ptr<TimedCalls> calls_;  // on the first device
};

// From the device through two pinned buffers to a file: while one is written, the other fills.
class CheckpointWrite : public PreparedKernel {
  public:
    CheckpointWrite(Device& device, const Kernel& kernel, const std::filesystem::path& folder)
        : device_(device),
          bytes_(bytes_in(kernel)),
          data_(random_bytes(1, bytes_, message_numbers, device.stream())),
          file_(folder) {
        device.stream().wait();
    }

    std::string check() override {
        file_.clear();
        execute();
        std::vector<unsigned char> expected(bytes_), got(bytes_);
        cuda::check(cudaMemcpy(expected.data(), data_.set(0), bytes_, cudaMemcpyDeviceToHost),
                    "cudaMemcpy");
        file_.read(0, got.data(), bytes_);
        return compare(got.data(), expected.data(), bytes_);
    }

    Duration run(int times) override {
        std::chrono::duration<double> elapsed{};
        for (int i = 0; i < times; ++i) {
            // Dropping the last one is no part of writing this one.
            file_.clear();
            const auto begin = std::chrono::steady_clock::now();
            execute();
            elapsed += std::chrono::steady_clock::now() - begin;
        }
        return elapsed.count() * second;
    }

  private:
    static constexpr std::size_t piece = std::size_t(64) << 20;

    void fetch(std::size_t first) {
        const std::size_t size = std::min(piece, bytes_ - first);
        cuda::check(cudaMemcpyAsync(host_[first / piece % 2].at(0),
                                    static_cast<unsigned char*>(data_.set(0)) + first, size,
                                    cudaMemcpyDeviceToHost, device_.stream()),
                    "cudaMemcpyAsync");
    }
    void execute() {
        fetch(0);
        for (std::size_t first = 0; first < bytes_; first += piece) {
            device_.stream().wait();
            if (first + piece < bytes_)
                fetch(first + piece);
            file_.write(host_[first / piece % 2].at(0), std::min(piece, bytes_ - first));
        }
        file_.sync();
    }

    Device& device_;
    std::size_t bytes_;
    Buffers data_;
    CheckpointFile file_;
    std::array<PinnedMemory, 2> host_{PinnedMemory(piece), PinnedMemory(piece)};
};

}  // namespace

std::unique_ptr<PreparedKernel> prepare_host_copy(Device& device, const Kernel& kernel) {
    return std::make_unique<HostCopy>(device, kernel);
}

std::unique_ptr<PreparedKernel> prepare_peer_copy(Device& device, const Kernel& kernel) {
    return std::make_unique<PeerCopy>(device, kernel);
}

std::unique_ptr<PreparedKernel> prepare_all_reduce(const Kernel& kernel) {
    return std::make_unique<AllReduce>(kernel);
}

std::unique_ptr<PreparedKernel> prepare_checkpoint(Device& device, const Kernel& kernel,
                                                   const std::filesystem::path& folder) {
    return std::make_unique<CheckpointWrite>(device, kernel, folder);
}

int peer_of(const Device& device) {
    int count = 0;
    check(cudaGetDeviceCount(&count), "cudaGetDeviceCount");
    for (int other = 0; other < count; ++other) {
        int direct = 0;
        if (other != device.number())
            check(cudaDeviceCanAccessPeer(&direct, device.number(), other),
                  "cudaDeviceCanAccessPeer");
        if (direct != 0)
            return other;
    }
    return -1;
}

std::string all_reduce_library_version() {
    try {
        int version = 0;
        nccl().check(nccl().version(&version), "ncclGetVersion");
        return fmt::format("{}.{}.{}", version / 10000, version / 100 % 100, version % 100);
    } catch (const std::runtime_error&) {
        return {};
    }
}

}  // namespace twin::calibration::cuda
