#include "sim/arrivals/input_hash.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fmt/core.h>
#include <openssl/evp.h>
#include <stdexcept>
#include <vector>

namespace twin {
namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

void check(int ok) {
    if (ok != 1)
        throw std::runtime_error("SHA-256 is not available in this OpenSSL");
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    check(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Sha256::add(std::string_view bytes) {
    check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string Sha256::finish() {
    std::array<unsigned char, 32> digest{};
    check(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
    std::string hex;
    hex.reserve(64);
    for (const unsigned char byte : digest) {
        hex += "0123456789abcdef"[byte >> 4];
        hex += "0123456789abcdef"[byte & 15];
    }
    return hex;
}

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
