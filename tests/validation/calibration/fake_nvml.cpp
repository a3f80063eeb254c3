// A library with the functions of NVML that the tests read by: device 0 says all, device 1 nothing
// but its name. Made-up figures, in NVML's units.
#include <cstring>

namespace {

constexpr int success = 0, invalid_argument = 2, not_supported = 3, not_found = 6,
              insufficient_size = 7;

struct Process {
    unsigned pid;
    unsigned long long memory;
    unsigned gpu_instance, compute_instance;
};

struct Fake {
    unsigned long long reasons = 1;  // idle
    unsigned processes = 0;
    unsigned long long slowdown = 0;
};
Fake fake;
int devices[2];  // their addresses are the handles

bool says_all(void* device) {
    return device == &devices[0];
}

template <class T>
int give(void* device, T* place, T value) {
    if (!says_all(device))
        return not_supported;
    *place = value;
    return success;
}

}  // namespace

extern "C" {

void fake_nvml_set(unsigned long long reasons, unsigned processes, unsigned long long slowdown) {
    fake = {reasons, processes, slowdown};
}

int nvmlInit_v2() {
    return success;
}
int nvmlShutdown() {
    return success;
}
int nvmlSystemGetDriverVersion(char* text, unsigned size) {
    std::strncpy(text, "580.65.06", size);
    return success;
}
int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = 2;
    return success;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) {
    *device = &devices[index];
    return success;
}
int nvmlDeviceGetHandleByPciBusId_v2(const char* bus_id, void** device) {
    *device = &devices[0];
    return std::strcmp(bus_id, "0000:1B:00.0") == 0 ? success : not_found;
}
int nvmlDeviceGetName(void*, char* text, unsigned size) {
    std::strncpy(text, "NVIDIA H100 80GB HBM3", size);
    return success;
}
int nvmlDeviceGetPowerUsage(void* device, unsigned* milliwatts) {
    return give(device, milliwatts, 93456u);
}
int nvmlDeviceGetEnforcedPowerLimit(void* device, unsigned* milliwatts) {
    return give(device, milliwatts, 700000u);
}
int nvmlDeviceGetTotalEnergyConsumption(void* device, unsigned long long* millijoules) {
    return give(device, millijoules, 7654321012ull);
}
int nvmlDeviceGetClockInfo(void* device, unsigned domain, unsigned* megahertz) {
    if (domain != 1 && domain != 2)
        return invalid_argument;
    return give(device, megahertz, domain == 1 ? 1755u : 2600u);
}
int nvmlDeviceGetMaxClockInfo(void* device, unsigned domain, unsigned* megahertz) {
    if (domain != 1 && domain != 2)
        return invalid_argument;
    return give(device, megahertz, domain == 1 ? 1980u : 2619u);
}
int nvmlDeviceGetTemperature(void* device, unsigned sensor, unsigned* degrees) {
    return sensor == 0 ? give(device, degrees, 41u) : invalid_argument;
}
int nvmlDeviceGetCurrentClocksEventReasons(void* device, unsigned long long* reasons) {
    return give(device, reasons, fake.reasons);
}
int nvmlDeviceGetViolationStatus(void* device, unsigned policy, unsigned long long* times) {
    times[0] = 1000;
    return policy == 1 ? give(device, times + 1, fake.slowdown) : invalid_argument;
}
int nvmlDeviceGetUtilizationRates(void* device, unsigned* percents) {
    percents[1] = 7;
    return give(device, percents, 35u);
}
int nvmlDeviceGetComputeRunningProcesses_v3(void* device, unsigned* count, Process* processes) {
    if (!says_all(device))
        return not_supported;
    const unsigned room = *count;
    *count = fake.processes;
    if (room < fake.processes)
        return insufficient_size;
    for (unsigned i = 0; i < fake.processes; ++i)  // from the highest number down
        processes[i] = {1000 + fake.processes - i, 1 << 20, 0xFFFFFFFF, 0xFFFFFFFF};
    return success;
}
int nvmlDeviceGetTotalEccErrors(void* device, unsigned type, unsigned counter,
                                unsigned long long* errors) {
    return type == 1 && counter == 0 ? give(device, errors, 2ull) : invalid_argument;
}

}  // extern "C"
