// What is wrong with an input of the arrivals: plain data; the caller makes problems or a report.
#pragma once

#include <cstdint>
#include <string>

namespace twin {

// In a log or a list.
struct LogFault {
    std::int64_t line = 0;  // from 1
    int column = 0;         // byte in the line, from 1; 0: the whole line
    std::string message;    // a sentence without its place: "17 fields; a record has 18"
    bool operator==(const LogFault&) const = default;
};

// In the settings of a generator or a distribution.
struct SettingFault {
    std::string field;    // "run_time.median"
    std::string message;  // "expected more than 0, got -1 s"
    bool operator==(const SettingFault&) const = default;
};

}  // namespace twin
