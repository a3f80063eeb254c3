// `twin` on small scenarios: what tests of several commands have in common.
#pragma once

#include <gtest/gtest.h>
#include <string>

#include "tests/child_twin.h"

namespace twin {

// Two jobs on a pool of 48; `more` follows.
std::string pool(const std::string& more = "");

// One job on all nodes of JEDI for two hours of a day. Its energy table, in line 16, goes on with
// `more`.
std::string powered(const std::string& more = "");

// A job of 10 s on 8 processors.
inline const std::string swf_line = "1 0 0 10 8 -1 -1 8 10 -1 1 1 1 -1 -1 -1 -1 -1\n";

class Commands : public testing::Test {
  protected:
    Outcome run_pool(const std::string& out = "s.sqlite") {
        twin.write("s.toml", pool());
        return twin.run({"run", "s.toml", "--out", out});
    }

    ChildTwin twin;
};

}  // namespace twin
