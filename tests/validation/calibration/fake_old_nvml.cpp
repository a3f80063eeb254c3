// NVML as an older driver has it: the names of then, fewer functions.
namespace {

struct Process {
    unsigned pid;
    unsigned long long memory;
};
int device_0;

}  // namespace

extern "C" {

int nvmlInit_v2() {
    return 0;
}
int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = 1;
    return 0;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned, void** device) {
    *device = &device_0;
    return 0;
}
int nvmlDeviceGetPowerUsage(void*, unsigned* milliwatts) {
    *milliwatts = 52000;
    return 0;
}
int nvmlDeviceGetCurrentClocksThrottleReasons(void*, unsigned long long* reasons) {
    *reasons = 0x40;
    return 0;
}
int nvmlDeviceGetComputeRunningProcesses(void*, unsigned* count, Process* processes) {
    processes[0] = {77, 1 << 20};
    processes[1] = {78, 1 << 20};
    *count = 2;
    return 0;
}

}  // extern "C"
