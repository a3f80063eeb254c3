// Ctrl-C and SIGTERM ask a run to end cleanly.
#pragma once

namespace twin {

// While one lives, the signals only set a number; a second Ctrl-C ends the program at once.
class StopSignal {
  public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    int number() const;        // 0: none came
    static int last_number();  // of the last one that lived
};

}  // namespace twin
