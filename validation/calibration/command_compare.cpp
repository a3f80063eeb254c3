#include <fmt/format.h>
#include <memory>

#include "validation/calibration/commands.h"
#include "validation/calibration/record_compare.h"

namespace twin::calibration {

void add_compare(CLI::App& command, int&) {
    auto a = std::make_shared<std::string>();
    auto b = std::make_shared<std::string>();
    command.add_option("A", *a, "record (TOML)")->required();
    command.add_option("B", *b, "record (TOML)")->required();
    command.callback([a, b] {
        const Record first = sound_record(*a), other = sound_record(*b);
        fmt::print("{}", comparison_text(first, other, *a, *b));
    });
}

}  // namespace twin::calibration
