#include <fmt/format.h>

#include "validation/calibration/backend.h"
#include "validation/calibration/commands.h"

namespace twin::calibration {

void add_devices(CLI::App& command, int&) {
    command.callback([] {
        for (const BackendRow& row : backends()) {
            fmt::print("{:6} {}\n", row.name, row.summary);
            try {
                for (const std::string& line : row.devices())
                    fmt::print("    {}\n", line);
            } catch (const NoDevice& none) {
                fmt::print("    {}\n", none.what());
            }
        }
    });
}

}  // namespace twin::calibration
