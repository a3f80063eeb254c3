// SHA-256 of bytes that come in pieces: input files, schedules.
#pragma once

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

}  // namespace twin
