#include "tests/commands_fixture.h"

namespace twin {

std::string pool(const std::string& more) {
    return R"(title = "two jobs"
[time]
start = "2024-01-01T00:00:00Z"
[site]
part = "flat-pool"
nodes = 48
[scheduling]
policy = "fcfs"
[[job]]
name = "a"
submit = "+0 h"
nodes = 48
run_time = "2 h"
[[job]]
name = "b"
submit = "+1 h"
nodes = 1
run_time = "1 h"
)" + more;
}

std::string powered(const std::string& more) {
    return R"(title = "power"
[time]
start = "2024-01-01T00:00:00Z"
horizon = "1 d"
interval = "1 h"
[site]
part = "jedi"
[scheduling]
policy = "fcfs"
[[job]]
name = "a"
submit = "+1 h"
nodes = 48
run_time = "2 h"
activity = "hpl"
[energy]
renewable_share = "100 %"
)" + more;
}

}  // namespace twin
