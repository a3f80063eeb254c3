#include "sim/commands/stop_signal.h"

#include <csignal>

namespace twin {
namespace {

volatile std::sig_atomic_t caught = 0;

extern "C" void remember(int number) {
    caught = number;
}

void handle(void (*handler)(int)) {
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = handler == SIG_DFL ? 0 : static_cast<int>(SA_RESETHAND);
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

StopSignal::StopSignal() {
    caught = 0;
    handle(remember);
}

StopSignal::~StopSignal() {
    handle(SIG_DFL);
}

int StopSignal::number() const {
    return caught;
}

int StopSignal::last_number() {
    return caught;
}

}  // namespace twin
