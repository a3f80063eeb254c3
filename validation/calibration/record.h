// What one calibration of one device measured: a TOML file (the device and how it was measured) and
// a CSV file beside it (one row a point, in the order of measurement). The format: README.md.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/hardware/kernel.h"
#include "models/units/quantity.h"
#include "sim/scenario/problem.h"

namespace twin::calibration {

enum class PointState {
    good,
    wrong_result,  // the check against the reference failed: not timed
    busy,          // others worked on the device
    throttled,     // the device lowered its clock for another reason than its power limit
    error,         // the device or the library refused: `note` says what
    unsteady,      // the spread is larger than the settings allow
};
std::string_view to_text(PointState state);

// Times of one execution of the kernel. Where the state is not `good`, what was seen is kept and
// nothing is fitted to it.
struct MeasuredPoint {
    Kernel kernel;
    PointState state = PointState::good;
    int repeats = 0;  // timed samples
    Duration median{}, p10{}, p90{};
    std::optional<Power> power;      // of the device while the kernel ran again and again
    std::optional<Frequency> clock;  // of the cores, mean over the same time
    std::optional<TemperatureDifference> temperature;  // above 0 degC
    std::string note;                                  // no line break
    double spread() const;                             // (p90 - p10) / median
};

enum class RecordState { running, complete, interrupted };

// Texts are as the device's own libraries print them; empty: not known.
struct RecordHeader {
    std::string device;   // "NVIDIA H100 80GB HBM3"
    std::string backend;  // "cuda", "cpu"; "table": carried over from a public table
    std::string source;   // of "table": where the figures were printed; else empty
    std::string begun;    // "2026-11-22T23:10:00Z"
    std::string host, driver;
    std::vector<std::pair<std::string, std::string>> libraries;  // name, version
    int units = 0;                 // streaming multiprocessors or cores; 0: not known
    DataSize memory{};             // of the device; 0: not known
    std::optional<FlopRate> peak;  // that the device's own figures give (clock times units), fp32
    std::optional<Bandwidth> memory_bandwidth;          // likewise
    std::optional<Frequency> core_clock, memory_clock;  // the highest that the device allows
    std::optional<Power> power_cap;                     // in force, never changed by us
    std::optional<Power> idle_power;                    // no context on the device
    std::optional<Power> context_power;  // with a context, no kernel; the whole device
    std::string power_source;            // "energy counter", "sampled", "RAPL"; empty: none
    RecordState state = RecordState::running;
    std::vector<std::string> remarks;  // whole sentences: busy at the start, no RAPL, ...
};

struct Record {
    RecordHeader header;
    std::vector<MeasuredPoint> points;
};

// Writes a record point by point, so that what was measured outlives an interruption: the TOML
// first (state "running"), each point as soon as it is known, the TOML again at the end.
class RecordWriter {
  public:
    // `toml`: "NAME.toml"; the points go to "NAME.csv". Throws std::runtime_error with the path
    // where a file exists already or cannot be written.
    RecordWriter(std::filesystem::path toml, RecordHeader header);
    void add(const MeasuredPoint& point);
    void finish(const RecordHeader& header);  // with its state

  private:
    std::filesystem::path toml_;
    std::ofstream points_;
};

// Mistakes are problems with their place in the TOML or the CSV file. A CSV whose last line is cut
// (a killed run) loses that line only. Throws std::runtime_error where a file cannot be read.
Record read_record(const std::filesystem::path& toml, Problems& problems);

}  // namespace twin::calibration
