// What the exit status of `twin` means.
#pragma once

namespace twin::exit_status {

inline constexpr int done = 0;
inline constexpr int world = 1;        // a file, a disk or a database failed
inline constexpr int input = 2;        // the user's text or options have problems; nothing written
inline constexpr int expectation = 3;  // the run is whole, but a KPI is not as [expect] says
inline constexpr int signal_base = 128;  // + number of the signal that ended the run

}  // namespace twin::exit_status
