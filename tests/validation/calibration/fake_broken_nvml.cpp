// NVML where the driver is not loaded: it can be opened, and says why it gives nothing.
extern "C" {

int nvmlInit_v2() {
    return 9;
}
const char* nvmlErrorString(int status) {
    return status == 9 ? "Driver Not Loaded" : "another error";
}

}  // extern "C"
