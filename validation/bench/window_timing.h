// Times the window in a process of its own: starting and memory belong to a process.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace twin {

// What one process measures.
enum class WindowTask {
    start,  // from the start of the process to the welcome page
    open,   // a run's file, then every view; the longest turns of the event loop
    frames  // what single changes cost to paint
};

struct WindowOrder {
    WindowTask task = WindowTask::start;
    std::string run;            // file; of start: none is opened where it is empty
    std::string many_jobs;      // file of 100,000 jobs, for frames
    std::string settings;       // folder that takes the settings of this process
    std::int64_t begun_ns = 0;  // on the steady clock, just before the process was started
};

// Once for each value. Times in ms.
using Tell = std::function<void(const std::string& name, double value)>;

// Makes the application and ends it. Throws std::runtime_error where something does not come.
void time_window(int argc, char** argv, const WindowOrder& order, const Tell& tell);

}  // namespace twin
