#include "validation/child_process.h"

#include <gmock/gmock.h>
#include <stdexcept>
#include <system_error>

namespace twin {
namespace {

using testing::HasSubstr;

TEST(ChildProcess, gives_output_of_both_streams_and_the_exit_status) {
    const ChildResult result = run_child({"/bin/sh", "-c", "echo out; echo err >&2; exit 3"});
    EXPECT_EQ(result.output, "out\nerr\n");
    EXPECT_EQ(result.exit_status, 3);
}

TEST(ChildProcess, tells_the_signal_that_ended_it) {
    EXPECT_EQ(run_child({"/bin/sh", "-c", "kill -TERM $$"}).exit_status, 128 + 15);
}

TEST(ChildProcess, counts_cpu_time_and_memory) {
    const ChildResult result =
        run_child({"/bin/sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"});
    EXPECT_GT(result.cpu_s, 0);
    EXPECT_GT(result.peak_mb, 0.1);
}

TEST(ChildProcess, a_program_that_is_not_there_is_an_error) {
    EXPECT_THROW(run_child({"/no/such/program"}), std::system_error);
}

TEST(ChildProcess, a_failure_is_told_with_its_output) {
    try {
        run_child_well({"/bin/sh", "-c", "echo broken; exit 1"});
        FAIL() << "no exception";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("ended with 1:\nbroken"));
    }
}

}  // namespace
}  // namespace twin
