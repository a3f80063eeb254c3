#include "models/hardware/kernel.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <fmt/format.h>

namespace twin {
namespace {

constexpr std::array<KernelKindRow, 13> rows = {{
    {KernelKind::launch, "launch", KernelShape::none, true, "an empty kernel"},
    {KernelKind::gemm, "gemm", KernelShape::m_n_k, true, "C[m,n] = A[m,k] B[k,n]"},
    {KernelKind::copy, "copy", KernelShape::size, true, "b = a"},
    {KernelKind::triad, "triad", KernelShape::size, true, "a = b + s c"},
    {KernelKind::reduction, "reduction", KernelShape::size, true, "the sum of a"},
    {KernelKind::softmax, "softmax", KernelShape::rows, true, "softmax of each of m rows"},
    {KernelKind::layer_norm, "layer_norm", KernelShape::rows, true,
     "m rows, each to mean 0 and variance 1"},
    {KernelKind::attention, "attention", KernelShape::heads, true,
     "m heads over n tokens, k elements a head"},
    {KernelKind::host_to_device, "host_to_device", KernelShape::size, false,
     "from pinned memory of the host"},
    {KernelKind::device_to_host, "device_to_host", KernelShape::size, false,
     "to pinned memory of the host"},
    {KernelKind::peer_copy, "peer_copy", KernelShape::size, false, "to another device of the node"},
    {KernelKind::all_reduce, "all_reduce", KernelShape::size, false,
     "the sum over devices of one node, on each"},
    {KernelKind::checkpoint_write, "checkpoint_write", KernelShape::size, false,
     "from the device to a file on the disk"},
}};

constexpr auto byte = DataSize::from_si(1);

bool has_shape(KernelShape shape) {
    return shape == KernelShape::m_n_k || shape == KernelShape::rows || shape == KernelShape::heads;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = text.find_first_not_of(' ', at);
        if (begin == text.npos)
            break;
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        at = end;
    }
    return words;
}

// Numbers > 0 with an x between; nothing where the text is not so.
std::vector<std::int64_t> extents_of(std::string_view text) {
    std::vector<std::int64_t> extents;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (true) {
        std::int64_t value = 0;
        const auto [next, error] = std::from_chars(at, end, value);
        // No device holds more than 2^31 of anything in one extent.
        if (error != std::errc() || value <= 0 || value > (std::int64_t(1) << 31))
            return {};
        extents.push_back(value);
        if (next == end)
            return extents;
        if (*next != 'x')
            return {};
        at = next + 1;
    }
}

std::string example(const KernelKindRow& row) {
    switch (row.shape) {
        case KernelShape::none:
            return std::string(row.name);
        case KernelShape::m_n_k:
            return fmt::format("{} bf16 8192x8192x8192", row.name);
        case KernelShape::rows:
            return fmt::format("{} bf16 4096x4096", row.name);
        case KernelShape::heads:
            return fmt::format("{} bf16 32x4096x128", row.name);
        case KernelShape::size:
            return row.kind == KernelKind::all_reduce ? fmt::format("{} bf16 256 MB 4", row.name)
                                                      : fmt::format("{} fp32 1 GB", row.name);
    }
    return {};
}

std::string all_names() {
    std::string names;
    for (const KernelKindRow& row : rows)
        names += (names.empty() ? "" : ", ") + std::string(row.name);
    return names;
}

}  // namespace

std::span<const KernelKindRow> kernel_kinds() {
    return rows;
}

const KernelKindRow& row_of(KernelKind kind) {
    return rows[static_cast<std::size_t>(kind)];
}

double flops(const Kernel& kernel) {
    const double m = double(kernel.m), n = double(kernel.n), k = double(kernel.k);
    const double elements = kernel.size.in(byte) / row_of(kernel.precision).element_bytes;
    switch (kernel.kind) {
        case KernelKind::gemm:
            return 2 * m * n * k;
        case KernelKind::attention:
            // Scores and their product with the values, 2 n n k each.
            return 4 * m * n * n * k;
        case KernelKind::triad:
            return 2 * elements;
        case KernelKind::reduction:
            return elements;
        case KernelKind::softmax:
            // Maximum, difference, exponential, sum, quotient.
            return 5 * m * n;
        case KernelKind::layer_norm:
            // Mean, difference, square, sum, product.
            return 5 * m * n;
        case KernelKind::all_reduce:
            // Each device adds its part of the elements of all others.
            return elements * (kernel.devices - 1) / kernel.devices;
        case KernelKind::launch:
        case KernelKind::copy:
        case KernelKind::host_to_device:
        case KernelKind::device_to_host:
        case KernelKind::peer_copy:
        case KernelKind::checkpoint_write:
            return 0;
    }
    return 0;
}

DataSize traffic(const Kernel& kernel) {
    const double m = double(kernel.m), n = double(kernel.n), k = double(kernel.k);
    const PrecisionRow& row = row_of(kernel.precision);
    switch (kernel.kind) {
        case KernelKind::launch:
            return {};
        case KernelKind::gemm:
            return (row.element_bytes * (m * k + n * k) + row.result_bytes * m * n) * byte;
        case KernelKind::copy:
            return 2 * kernel.size;
        case KernelKind::triad:
            return 3 * kernel.size;
        case KernelKind::softmax:
        case KernelKind::layer_norm:
            return 2 * m * n * row.element_bytes * byte;
        case KernelKind::attention:
            // Queries, keys, values and results.
            return 4 * m * n * k * row.element_bytes * byte;
        case KernelKind::reduction:
        case KernelKind::host_to_device:
        case KernelKind::device_to_host:
        case KernelKind::peer_copy:
        case KernelKind::all_reduce:
        case KernelKind::checkpoint_write:
            return kernel.size;
    }
    return {};
}

std::string kernel_text(const Kernel& kernel) {
    const KernelKindRow& row = row_of(kernel.kind);
    const std::string_view precision = row_of(kernel.precision).name;
    switch (row.shape) {
        case KernelShape::none:
            return std::string(row.name);
        case KernelShape::rows:
            return fmt::format("{} {} {}x{}", row.name, precision, kernel.m, kernel.n);
        case KernelShape::m_n_k:
        case KernelShape::heads:
            return fmt::format("{} {} {}x{}x{}", row.name, precision, kernel.m, kernel.n, kernel.k);
        case KernelShape::size: {
            const std::string size = exact_quantity(kernel.size.si(), Dimension::data_size);
            return kernel.kind == KernelKind::all_reduce
                       ? fmt::format("{} {} {} {}", row.name, precision, size, kernel.devices)
                       : fmt::format("{} {} {}", row.name, precision, size);
        }
    }
    return {};
}

std::variant<Kernel, UnitError> read_kernel(std::string_view text) {
    const std::string got = fmt::format("'{}'", text);
    const auto words = words_of(text);
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const KernelKindRow& r) {
        return !words.empty() && r.name == words[0];
    });
    if (row == rows.end())
        return UnitError{fmt::format("a kernel such as \"{}\"", example(rows[1])), got,
                         fmt::format("kernels are {}", all_names())};
    const UnitError wrong{fmt::format("a kernel such as \"{}\"", example(*row)), got, ""};
    Kernel kernel;
    kernel.kind = row->kind;
    if (row->shape == KernelShape::none)
        return words.size() == 1 ? std::variant<Kernel, UnitError>(kernel) : wrong;
    if (words.size() < 3)
        return wrong;
    const auto precision = find_precision(words[1]);
    if (!precision) {
        std::string names;
        for (const PrecisionRow& known : precisions())
            names += (names.empty() ? "" : ", ") + std::string(known.name);
        return UnitError{wrong.expected, got, "precisions are " + names};
    }
    kernel.precision = *precision;
    if (has_shape(row->shape)) {
        const auto extents = extents_of(words[2]);
        const std::size_t expected = row->shape == KernelShape::rows ? 2 : 3;
        if (words.size() != 3 || extents.size() != expected)
            return wrong;
        kernel.m = extents[0];
        kernel.n = extents[1];
        kernel.k = expected == 3 ? extents[2] : 0;
        return kernel;
    }
    // "256 MB" or "256MB", then of an all-reduce the number of devices.
    const bool devices = kernel.kind == KernelKind::all_reduce;
    const std::size_t size_words = words.size() - 2 - (devices ? 1 : 0);
    if (size_words < 1 || size_words > 2)
        return wrong;
    std::string size(words[2]);
    if (size_words == 2)
        size += " " + std::string(words[3]);
    const auto bytes = parse_quantity(size, Dimension::data_size);
    if (const UnitError* error = std::get_if<UnitError>(&bytes))
        return UnitError{wrong.expected, got, error->hint};
    kernel.size = DataSize::from_si(std::get<double>(bytes));
    if (kernel.size <= DataSize())
        return wrong;
    if (devices) {
        const auto count = extents_of(words.back());
        if (count.size() != 1 || count[0] < 2 || count[0] > 1'000'000)
            return UnitError{wrong.expected, got, "the last number is that of devices, at least 2"};
        kernel.devices = int(count[0]);
    }
    return kernel;
}

}  // namespace twin
