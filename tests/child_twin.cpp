#include "tests/child_twin.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace twin {

namespace fs = std::filesystem;

ChildTwin::ChildTwin() : ChildTwin(TWIN_PROGRAM) {}

ChildTwin::ChildTwin(std::string program) : program_(std::move(program)) {
    std::string name = (fs::temp_directory_path() / "twin-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("cannot make a folder like " + name);
    folder_ = name;
}

ChildTwin::~ChildTwin() {
    if (pid_ != 0) {
        signal(SIGKILL);
        wait();
    }
    fs::remove_all(folder_);
}

void ChildTwin::write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
}

std::string ChildTwin::read(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool ChildTwin::has(const std::string& name) const {
    return fs::exists(folder_ / name);
}

Outcome ChildTwin::run(const Arguments& arguments, std::optional<long> largest_file) {
    start(arguments, largest_file);
    return wait();
}

void ChildTwin::start(const Arguments& arguments, std::optional<long> largest_file) {
    std::vector<char*> argv;
    argv.push_back(program_.data());
    Arguments copies = arguments;
    for (auto& argument : copies)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ < 0)
        throw std::runtime_error("cannot fork");
    if (pid_ > 0)
        return;
    const auto redirect = [](const char* name, int to) {
        const int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (file < 0 || dup2(file, to) < 0)
            _exit(99);
    };
    if (chdir(folder_.c_str()) != 0)
        _exit(99);
    redirect("stdout.txt", STDOUT_FILENO);
    redirect("stderr.txt", STDERR_FILENO);
    if (largest_file) {
        // Writing beyond fails, as on a full disk; the signal would end the program.
        std::signal(SIGXFSZ, SIG_IGN);
        const auto bytes = static_cast<rlim_t>(*largest_file);
        const rlimit limit{bytes, bytes};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    execv(argv[0], argv.data());
    _exit(99);
}

bool ChildTwin::await_error_text(const std::string& text) const {
    using Clock = std::chrono::steady_clock;
    for (const auto end = Clock::now() + std::chrono::seconds(30); Clock::now() < end;) {
        if (read("stderr.txt").find(text) != std::string::npos)
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
}

void ChildTwin::signal(int number) const {
    kill(pid_, number);
}

Outcome ChildTwin::wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), read("stdout.txt"),
            read("stderr.txt")};
}

}  // namespace twin
