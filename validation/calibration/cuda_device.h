// The device that CUDA kernels are measured on, and what they hold of it: memory, a stream, events.
// Every call is checked: an error is a std::runtime_error with the call and CUDA's text.
#pragma once

#include <cstdint>
#include <cuda_runtime_api.h>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "models/hardware/precision.h"
#include "models/units/quantity.h"
#include "validation/calibration/cuda_kernels.h"

namespace twin::calibration::cuda {

// Throws where `status` is an error, which it forgets.
void check(cudaError_t status, std::string_view call);

// Chooses a device for the calls that follow; gives back the one before at its end.
class CurrentDevice {
  public:
    explicit CurrentDevice(int device);
    ~CurrentDevice();
    CurrentDevice(const CurrentDevice&) = delete;
    CurrentDevice& operator=(const CurrentDevice&) = delete;

  private:
    int before_ = 0;
};

// All of these live on the device that was current when they were made.
class Memory {
  public:
    explicit Memory(std::size_t bytes);
    void* at(std::size_t byte) const { return static_cast<unsigned char*>(data_.get()) + byte; }
    std::size_t size() const { return size_; }

  private:
    struct Free {
        void operator()(void* data) const;
    };
    std::unique_ptr<void, Free> data_;
    std::size_t size_;
};

// Of the host, that the device reaches by itself.
class PinnedMemory {
  public:
    explicit PinnedMemory(std::size_t bytes);
    unsigned char* at(std::size_t byte) const {
        return static_cast<unsigned char*>(data_.get()) + byte;
    }

  private:
    struct Free {
        void operator()(void* data) const;
    };
    std::unique_ptr<void, Free> data_;
};

class Stream {
  public:
    Stream();
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    operator cudaStream_t() const { return stream_; }
    void wait() const;

  private:
    cudaStream_t stream_ = nullptr;
};

class Event {
  public:
    Event();
    ~Event();
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    void record(const Stream& stream);
    // Both have come to pass.
    Duration since(const Event& earlier) const;

  private:
    cudaEvent_t event_ = nullptr;
};

// The figures that kernels and grids depend on, and what all kernels share.
class Device {
  public:
    // Makes it the current one, with a context.
    explicit Device(int number);

    int number() const { return number_; }
    int units() const { return units_; }  // multiprocessors
    int attribute(cudaDeviceAttr which) const;
    // 10 times the major number and the minor one: 90 of H100.
    int capability() const { return capability_; }
    bool has_fp8() const { return capability_ >= 89; }
    std::size_t cache() const { return cache_; }  // the second-level cache
    std::size_t free_memory() const;
    const Stream& stream() const { return stream_; }
    const ReductionSpace& reduction_space() const { return reduction_space_; }

    // Leaves none of what was in the cache before in it: reads as much as fills it twice.
    void flush_cache();
    // Sets of `bytes` that kernels go through, one after the other, so that twice the cache lies
    // between two uses of a set.
    int sets_beyond_cache(std::size_t bytes) const;

  private:
    int number_, units_ = 0, capability_ = 0;
    std::size_t cache_ = 0;
    Stream stream_;
    Memory flushed_, reduction_memory_;
    ReductionSpace reduction_space_;
};

// The same kernel again and again, each time on another set of buffers, as one graph: what is
// timed is the device, not how fast the host gives it work.
class Repeated {
  public:
    // Nodes of one graph: more executions are more graphs, so that a set comes again after so many.
    static constexpr int most_nodes = 256;
    enum class Cache { cold, as_it_is };

    // `launch` starts one execution on the device's stream. With Cache::cold the caches are emptied
    // before each run.
    Repeated(Device& device, int sets, Cache cache, std::function<void(int set)> launch);
    Duration run(int times);

  private:
    struct Destroy {
        void operator()(cudaGraphExec_t graph) const;
    };
    using Graph = std::unique_ptr<CUgraphExec_st, Destroy>;
    cudaGraphExec_t graph_of(int nodes);

    Device& device_;
    int sets_;
    Cache cache_;
    std::function<void(int)> launch_;
    std::map<int, Graph> graphs_;  // by their number of nodes
    Event begin_, end_;
};

// How numbers of a precision lie in memory. Throws for those that no kernel here takes.
Element element_of(Precision precision);
std::size_t bytes_of(Element element);

// `sets` stretches of `count` numbers each at 256-byte places, in one piece of memory.
class Buffers {
  public:
    Buffers(std::size_t sets, std::size_t count, Precision precision);

    // Random numbers of the stream `numbers` in all of them.
    void fill(std::uint64_t numbers, const Stream& stream);
    // Every byte 0xFF, which is no number in any format: what a kernel leaves out is seen.
    void spoil(const Stream& stream);

    void* set(std::size_t number) const {
        return memory_.at(number * stride_ * bytes_of(element_));
    }
    // Where a set's first number stands in the stream of random ones.
    std::uint64_t first_of(std::size_t number) const { return number * stride_; }
    // Numbers of a set, as the device has them now.
    std::vector<double> read(std::size_t set, std::size_t first, std::size_t count) const;
    // What they were filled with, in double.
    std::vector<double> filled(std::size_t set, std::size_t first, std::size_t count) const;

    static std::size_t bytes_for(std::size_t count, Precision precision);

  private:
    Precision precision_;
    Element element_;
    std::size_t stride_;  // numbers from one set to the next
    std::size_t sets_;
    std::uint64_t numbers_ = 0;
    Memory memory_;
};

}  // namespace twin::calibration::cuda
