// What the kernels of the CPU backend share: its workers, its memory, and where files go.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>

#include "models/units/quantity.h"
#include "validation/calibration/cpu_kernels.h"
#include "validation/calibration/worker_pool.h"

namespace twin::calibration::cpu {

inline constexpr std::size_t page = 4096;

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

struct Host {
    WorkerPool pool{usable_cores()};
    Arena floats, doubles, results;
    DataSize cache{};  // the last ones together
    std::filesystem::path folder;

    // At least `count` random numbers; they stay the same ones.
    template <class T>
    const T* random(std::size_t count) {
        Arena& arena = sizeof(T) == sizeof(float) ? floats : doubles;
        if (arena.reserve(count * sizeof(T))) {
            T* const all = arena.at<T>(0);
            pool.run_ranges(std::int64_t(arena.size() / sizeof(T)), page / sizeof(T),
                            [&](int, std::int64_t begin, std::int64_t end) {
                                fill_random(all, begin, end, 1);
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
        const double sets = 2 * cache.si() / double(std::max<std::size_t>(bytes, 1));
        return std::size_t(std::clamp(std::ceil(sets), 2.0, 65536.0));
    }
};

}  // namespace twin::calibration::cpu
