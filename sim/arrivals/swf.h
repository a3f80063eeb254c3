// The Standard Workload Format (version 2.2): one record a line, 18 numbers separated by blanks;
// lines that start with ';' are header. Lines may be blank, anywhere.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "sim/arrivals/log_source.h"

namespace twin {

// The first of each in the file; absent where the log does not say.
struct SwfHeader {
    std::optional<std::int64_t> max_procs, max_nodes;
    std::optional<std::int64_t> unix_start_time;  // Unix time of the log's zero, s

    // MaxProcs, else MaxNodes.
    std::optional<std::int64_t> machine_size() const { return max_procs ? max_procs : max_nodes; }
    bool operator==(const SwfHeader&) const = default;
};

struct SwfSummary : LogSummary {
    SwfHeader header;
};

// The header before the first record, to build a site of the log's size.
SwfHeader read_swf_header(const std::filesystem::path& path);

// Numbers are whole; decimals are cut toward zero. A record is malformed with fewer than 18
// fields, a field that is no number, or a time beyond max_log_time. Size: field 5 (allocated) if
// > 0, else 8 (requested). Limit: field 9 if > 0. Submit: field 2, run time: field 4, id: field 1.
SwfSummary scan_swf(const std::filesystem::path& path, const LogOptions& options);

class SwfSource : public LogSource {
  public:
    SwfSource(const std::filesystem::path& path, const LogOptions& options,
              const SwfSummary& summary);
};

}  // namespace twin
