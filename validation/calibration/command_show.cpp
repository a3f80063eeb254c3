#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

#include "validation/calibration/commands.h"
#include "validation/calibration/record_text.h"

namespace twin::calibration {

void add_show(CLI::App& command, int&) {
    auto file = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    command.add_option("RECORD", *file, "record (TOML)")->required();
    command.add_flag("--json", *json, "as JSON, with every point; figures in SI");
    command.callback([file, json] {
        const Record record = sound_record(*file);
        if (*json)
            fmt::print("{}\n", record_json(record).dump(2));
        else
            fmt::print("{}", record_text(record));
    });
}

}  // namespace twin::calibration
