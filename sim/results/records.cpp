#include "sim/results/records.h"

namespace twin {

std::string_view to_text(JobState state) {
    switch (state) {
        case JobState::waiting:
            return "waiting";
        case JobState::running:
            return "running";
        case JobState::completed:
            return "completed";
        case JobState::killed_at_limit:
            return "killed at limit";
        case JobState::failed:
            return "failed";
    }
    return {};
}

std::string_view to_text(WaitCause cause) {
    switch (cause) {
        case WaitCause::none:
            return "none";
        case WaitCause::nodes:
            return "nodes";
        case WaitCause::order:
            return "order";
    }
    return {};
}

}  // namespace twin
