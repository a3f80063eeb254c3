// Quantities of the command line; what is wrong with them is collected.
#pragma once

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>

#include "models/units/unit_text.h"
#include "sim/commands/input_error.h"

namespace twin::calibration {

// An option whose text is kept as it was given, an empty one too. `text` outlives the parsing.
inline void add_text(CLI::App& command, const std::string& option, std::optional<std::string>& text,
                     const std::string& description) {
    command.add_option_function<std::string>(
        option, [&text](const std::string& given) { text = given; }, description);
}

class QuantityOptions {
  public:
    // Above 0; nothing where the option is not given or wrong.
    template <class Q>
    std::optional<Q> read(const std::string& option, const std::optional<std::string>& text,
                          Dimension dimension) {
        if (!text)
            return std::nullopt;
        const auto read = parse_quantity(*text, dimension);
        if (const double* si = std::get_if<double>(&read)) {
            if (*si > 0)
                return Q::from_si(*si);
            add(option, expected_quantity(dimension) + " > 0", "'" + *text + "'");
        } else if (const auto* error = std::get_if<UnitError>(&read)) {
            add(option, error->expected, error->got, error->hint);
        }
        return std::nullopt;
    }
    void expect_positive(const std::string& option, const std::optional<int>& number) {
        if (number && *number <= 0)
            add(option, "an integer > 0", std::to_string(*number));
    }
    void add(const std::string& option, const std::string& expected, const std::string& got,
             const std::string& hint = "") {
        problems_.push_back(
            {{option, 0, 0}, "", fmt::format("expected {}, got {}", expected, got), hint});
    }
    // Throws InputError where there is a problem.
    void finish() {
        if (!problems_.empty())
            throw InputError(std::move(problems_));
    }

  private:
    Problems problems_;
};

}  // namespace twin::calibration
