#include "sim/arrivals/input_hash.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fmt/core.h>
#include <stdexcept>
#include <vector>

#include "sim/digest/sha256.h"

namespace twin {
namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

InputHash hash_input(const std::filesystem::path& path) {
    const auto fail = [&path] {
        throw std::runtime_error(
            fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
    };
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
    if (!file)
        fail();
    InputHash result;
    Sha256 sha;
    std::vector<char> buffer(1 << 18);
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
        sha.add({buffer.data(), got});
        result.bytes += static_cast<std::int64_t>(got);
    }
    if (std::ferror(file.get()) != 0)
        fail();
    result.sha256 = sha.finish();
    return result;
}

}  // namespace twin
