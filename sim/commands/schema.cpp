#include <iostream>

#include "sim/commands/commands.h"
#include "sim/commands/run_scenario.h"

namespace twin {

void add_schema(CLI::App& command, int&) {
    command.callback([] { std::cout << scenario_schema(vocabulary()).dump(2) << '\n'; });
}

}  // namespace twin
