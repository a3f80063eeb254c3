// SHA-256 of input files (so that a run can name exactly what it read) and of texts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace twin {

class Sha256 {
  public:
    Sha256();
    void add(std::string_view bytes);
    std::string finish();  // 64 lower-case hex digits; once, at the end

  private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

struct InputHash {
    std::int64_t bytes = 0;  // size of the file as it is stored
    std::string sha256;
    bool operator==(const InputHash&) const = default;
};

// Throws std::runtime_error "cannot read PATH: REASON".
InputHash hash_input(const std::filesystem::path& path);

}  // namespace twin
