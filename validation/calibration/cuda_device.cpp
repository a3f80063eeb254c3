#include "validation/calibration/cuda_device.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <stdexcept>

#include "validation/calibration/reference.h"

namespace twin::calibration::cuda {
namespace {

constexpr std::size_t alignment = 256;  // of what cudaMalloc gives, and GEMM kernels like

std::size_t flush_bytes(std::size_t cache) {
    constexpr std::size_t least = std::size_t(64) << 20;  // where the device does not say
    return std::max(2 * cache, least);
}

int attribute_of(int device, cudaDeviceAttr which) {
    int value = 0;
    check(cudaDeviceGetAttribute(&value, which, device), "cudaDeviceGetAttribute");
    return value;
}

std::size_t chosen_cache(int device) {
    check(cudaSetDevice(device), "cudaSetDevice");
    return std::size_t(attribute_of(device, cudaDevAttrL2CacheSize));
}

}  // namespace

void check(cudaError_t status, std::string_view call) {
    if (status == cudaSuccess)
        return;
    cudaGetLastError();
    throw std::runtime_error(fmt::format("{}: {}", call, cudaGetErrorString(status)));
}

CurrentDevice::CurrentDevice(int device) {
    check(cudaGetDevice(&before_), "cudaGetDevice");
    check(cudaSetDevice(device), "cudaSetDevice");
}

CurrentDevice::~CurrentDevice() {
    cudaSetDevice(before_);
}

Memory::Memory(std::size_t bytes) : size_(bytes) {
    void* data = nullptr;
    check(cudaMalloc(&data, std::max<std::size_t>(bytes, 1)), "cudaMalloc");
    data_.reset(data);
}

void Memory::Free::operator()(void* data) const {
    cudaFree(data);
}

PinnedMemory::PinnedMemory(std::size_t bytes) {
    void* data = nullptr;
    check(cudaHostAlloc(&data, std::max<std::size_t>(bytes, 1), cudaHostAllocPortable),
          "cudaHostAlloc");
    data_.reset(data);
}

void PinnedMemory::Free::operator()(void* data) const {
    cudaFreeHost(data);
}

Stream::Stream() {
    check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "cudaStreamCreateWithFlags");
}

Stream::~Stream() {
    cudaStreamDestroy(stream_);
}

void Stream::wait() const {
    check(cudaStreamSynchronize(stream_), "cudaStreamSynchronize");
}

Event::Event() {
    check(cudaEventCreate(&event_), "cudaEventCreate");
}

Event::~Event() {
    cudaEventDestroy(event_);
}

void Event::record(const Stream& stream) {
    check(cudaEventRecord(event_, stream), "cudaEventRecord");
}

Duration Event::since(const Event& earlier) const {
    float milliseconds = 0;
    check(cudaEventElapsedTime(&milliseconds, earlier.event_, event_), "cudaEventElapsedTime");
    return 1e-3 * double(milliseconds) * second;
}

Device::Device(int number)
    : number_(number),
      cache_(chosen_cache(number)),
      flushed_(flush_bytes(cache_)),
      reduction_memory_((ReductionSpace::most_blocks + 2) * sizeof(double)) {
    units_ = attribute(cudaDevAttrMultiProcessorCount);
    capability_ = 10 * attribute(cudaDevAttrComputeCapabilityMajor) +
                  attribute(cudaDevAttrComputeCapabilityMinor);
    check(cudaMemsetAsync(flushed_.at(0), 0, flushed_.size(), stream_), "cudaMemsetAsync");
    check(cudaMemsetAsync(reduction_memory_.at(0), 0, reduction_memory_.size(), stream_),
          "cudaMemsetAsync");
    reduction_space_.partial = static_cast<double*>(reduction_memory_.at(0));
    // Behind the partial sums: the result of a flush, and the ticket.
    reduction_space_.ticket = static_cast<unsigned*>(
        reduction_memory_.at((ReductionSpace::most_blocks + 1) * sizeof(double)));
    check(prepare_tensor_kernels(), "cudaFuncSetAttribute");
    stream_.wait();
}

int Device::attribute(cudaDeviceAttr which) const {
    return attribute_of(number_, which);
}

std::size_t Device::free_memory() const {
    std::size_t free = 0, total = 0;
    check(cudaMemGetInfo(&free, &total), "cudaMemGetInfo");
    return free;
}

void Device::flush_cache() {
    auto* const result =
        static_cast<double*>(reduction_memory_.at(ReductionSpace::most_blocks * sizeof(double)));
    reduction(flushed_.at(0), Element::fp32, flushed_.size() / sizeof(float), result,
              reduction_space_, units_, stream_);
    check(cudaGetLastError(), "reduction");
}

int Device::sets_beyond_cache(std::size_t bytes) const {
    const double sets =
        std::ceil(double(flush_bytes(cache_)) / double(std::max<std::size_t>(bytes, 1)));
    return int(std::clamp(sets, 1.0, double(Repeated::most_nodes)));
}

void Repeated::Destroy::operator()(cudaGraphExec_t graph) const {
    cudaGraphExecDestroy(graph);
}

Repeated::Repeated(Device& device, int sets, Cache cache, std::function<void(int)> launch)
    : device_(device), sets_(sets), cache_(cache), launch_(std::move(launch)) {
    // Once outside of a graph: loads the code, and shows an error where it arises.
    launch_(0);
    check(cudaGetLastError(), "launch");
    device_.stream().wait();
}

cudaGraphExec_t Repeated::graph_of(int nodes) {
    Graph& held = graphs_[nodes];
    if (held)
        return held.get();
    const Stream& stream = device_.stream();
    check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed), "cudaStreamBeginCapture");
    cudaGraph_t graph = nullptr;
    try {
        for (int i = 0; i < nodes; ++i)
            launch_(i % sets_);
        check(cudaGetLastError(), "launch");
    } catch (...) {
        cudaStreamEndCapture(stream, &graph);
        if (graph != nullptr)
            cudaGraphDestroy(graph);
        cudaGetLastError();
        throw;
    }
    check(cudaStreamEndCapture(stream, &graph), "cudaStreamEndCapture");
    cudaGraphExec_t executable = nullptr;
    const cudaError_t status = cudaGraphInstantiateWithFlags(&executable, graph, 0);
    cudaGraphDestroy(graph);
    check(status, "cudaGraphInstantiateWithFlags");
    held.reset(executable);
    check(cudaGraphUpload(executable, stream), "cudaGraphUpload");
    return executable;
}

Duration Repeated::run(int times) {
    // Whole rounds over the sets: the next graph goes on where this one ended.
    const int nodes = most_nodes / sets_ * sets_;
    const int whole = times / nodes, rest = times % nodes;
    cudaGraphExec_t const whole_graph = whole > 0 ? graph_of(nodes) : nullptr;
    cudaGraphExec_t const rest_graph = rest > 0 ? graph_of(rest) : nullptr;
    const Stream& stream = device_.stream();
    stream.wait();
    // Where nothing has to be forgotten, it still gives the host time to hand over the first graph
    // before the clock starts.
    device_.flush_cache();
    if (cache_ == Cache::as_it_is)
        launch_(0);
    begin_.record(stream);
    for (int i = 0; i < whole; ++i)
        check(cudaGraphLaunch(whole_graph, stream), "cudaGraphLaunch");
    if (rest_graph != nullptr)
        check(cudaGraphLaunch(rest_graph, stream), "cudaGraphLaunch");
    end_.record(stream);
    stream.wait();
    return end_.since(begin_);
}

Element element_of(Precision precision) {
    switch (precision) {
        case Precision::fp64:
            return Element::fp64;
        case Precision::fp32:
        case Precision::tf32:
            return Element::fp32;
        case Precision::bf16:
            return Element::bf16;
        case Precision::fp8:
            return Element::fp8;
        case Precision::fp8_block:
        case Precision::fp4:
            break;
    }
    throw std::runtime_error(
        fmt::format("the cuda backend has no kernel of {}", row_of(precision).name));
}

std::size_t bytes_of(Element element) {
    switch (element) {
        case Element::fp64:
            return 8;
        case Element::fp32:
            return 4;
        case Element::bf16:
            return 2;
        case Element::fp8:
            return 1;
    }
    return 0;
}

std::size_t Buffers::bytes_for(std::size_t count, Precision precision) {
    const std::size_t bytes = count * bytes_of(element_of(precision));
    return (bytes + alignment - 1) / alignment * alignment;
}

Buffers::Buffers(std::size_t sets, std::size_t count, Precision precision)
    : precision_(precision),
      element_(element_of(precision)),
      stride_(bytes_for(count, precision) / bytes_of(element_)),
      sets_(sets),
      memory_(sets * bytes_for(count, precision)) {}

void Buffers::fill(std::uint64_t numbers, const Stream& stream) {
    numbers_ = numbers;
    cuda::fill(memory_.at(0), element_, sets_ * stride_, numbers, fraction_bits(precision_),
               stream);
    check(cudaGetLastError(), "fill");
}

void Buffers::spoil(const Stream& stream) {
    check(cudaMemsetAsync(memory_.at(0), 0xFF, memory_.size(), stream), "cudaMemsetAsync");
}

std::vector<double> Buffers::read(std::size_t set, std::size_t first, std::size_t count) const {
    const std::size_t bytes = bytes_of(element_);
    std::vector<unsigned char> raw(count * bytes);
    check(cudaMemcpy(raw.data(), memory_.at((set * stride_ + first) * bytes), raw.size(),
                     cudaMemcpyDeviceToHost),
          "cudaMemcpy");
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        const unsigned char* const at = raw.data() + i * bytes;
        if (element_ == Element::fp64) {
            std::memcpy(&values[i], at, sizeof(double));
        } else if (element_ == Element::fp32) {
            float value = 0;
            std::memcpy(&value, at, sizeof value);
            values[i] = double(value);
        } else if (element_ == Element::bf16) {
            // The upper half of an fp32.
            std::uint16_t half = 0;
            std::memcpy(&half, at, sizeof half);
            values[i] = double(std::bit_cast<float>(std::uint32_t(half) << 16));
        } else {
            throw std::runtime_error("no kernel gives fp8");
        }
    }
    return values;
}

std::vector<double> Buffers::filled(std::size_t set, std::size_t first, std::size_t count) const {
    return random_values(numbers_, first_of(set) + first, count, precision_);
}

}  // namespace twin::calibration::cuda
