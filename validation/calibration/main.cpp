// twin-calibrate: measures kernels on a device, keeps them as a record, and makes parts of it.
#include <array>
#include <filesystem>

#include "sim/commands/input_error.h"
#include "sim/commands/program.h"
#include "validation/calibration/commands.h"

namespace twin::calibration {
namespace {

constexpr std::array rows = {
    CommandRow{"devices", "list the devices that can be measured here", add_devices},
    CommandRow{"measure", "measure the kernels of a device into a record", add_measure},
    CommandRow{"show", "what a record holds", add_show},
    CommandRow{"compare", "set two records side by side", add_compare},
    CommandRow{"fit", "fit a record; write parts and a scenario of them", add_fit},
    CommandRow{"import", "carry a public table of measured products over into a record",
               add_import},
};

}  // namespace

Record sound_record(const std::string& file) {
    Problems problems;
    Record record = read_record(file, problems);
    if (!problems.empty())
        throw InputError(std::move(problems));
    return record;
}

void refuse_other_than_toml(const std::string& option, const std::string& file) {
    if (std::filesystem::path(file).extension() != ".toml")
        refuse(option, "a name that ends with .toml", "'" + file + "'");
}

void refuse_existing(const std::string& file, bool force) {
    if (!force && std::filesystem::exists(file))
        refuse(file, "a name that is free", "a file that exists", "--force replaces it");
}

void refuse_same(const std::string& option, const std::string& file, const std::string& what,
                 const std::string& other) {
    const auto whole = [](const std::string& name) {
        return std::filesystem::weakly_canonical(std::filesystem::absolute(name));
    };
    if (!file.empty() && !other.empty() && whole(file) == whole(other))
        refuse(option, "another file than " + what, "'" + file + "'");
}

}  // namespace twin::calibration

int main(int argc, char** argv) {
    return twin::run_program(
        {"twin-calibrate", "Measured kernels of a device: record, fit, parts for the twin.",
         TWIN_VERSION},
        twin::calibration::rows, argc, argv);
}
