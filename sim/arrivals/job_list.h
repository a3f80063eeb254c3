// A job list: comma-separated values. The first line names the columns, in any order:
//
//   id          whole number                                  required
//   submit_s    seconds since the list's zero, may be decimal required
//   nodes       whole number                                  required
//   runtime_s   seconds, may be decimal                       required
//   limit_s     seconds; empty or <= 0: none                  optional
//   cpu_util    0 to 1                                        optional
//   gpu_util    busy GPUs per node, 0 to gpus_per_node        optional
//
// Blank lines are skipped; there is no quoting. Times are rounded to nanoseconds.
#pragma once

#include <filesystem>

#include "sim/arrivals/log_source.h"

namespace twin {

struct JobListOptions : LogOptions {
    int gpus_per_node = 1;  // > 0; gpu_util is divided by it
};

struct JobListSummary : LogSummary {
    // Not empty: the columns are not as above; nothing else was read and there is no source.
    std::vector<LogFault> header_faults;
    bool gives_cpu_utilisation = false, gives_gpu_utilisation = false;
};

// A record is malformed when its number of fields is not the header's, a field is no number, a
// time is beyond max_log_time, or a utilisation is out of its range.
JobListSummary scan_job_list(const std::filesystem::path& path, const JobListOptions& options);

class JobListSource : public LogSource {
  public:
    JobListSource(const std::filesystem::path& path, const JobListOptions& options,
                  const JobListSummary& summary);
};

}  // namespace twin
