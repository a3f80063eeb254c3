// A scenario that names every key of the description.
#pragma once

#include <string>

namespace twin {

inline const std::string every_key = R"(
title = "every key"
description = "d"
[time]
start = "2024-01-01T00:00:00Z"
horizon = "1 d"
warm_up = "1 h"
interval = "5 min"
[site]
part = "jedi"
nodes = 8
racks = { add = 1, part = "jedi" }
it_power_limit = "1 MW"
[workload]
seed = 7
[workload.trace]
file = "a.swf"
from = "2024-01-01T00:00:00+02:00"
scale_nodes = 1.5
[workload.generator]
jobs = 10
jobs_per_day = 2.5
offered_load = "90 %"
hour_weights = [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]
day_weights = [1, 1, 1, 1, 1, 0.5, 0.5]
sizes = [ { min = 1, max = 4, weight = 0.5 } ]
run_time = { median = "1 h", sigma = 1.5, min = "1 s", max = "1 d" }
limit = { exact_share = "5 %", excess_median = 1.5, excess_sigma = 1, grain = "5 min", max = "2 d" }
[workload.utilisation]
cpu = { distribution = "beta", mean = "60 %", concentration = 6, min = "1 %", max = "2 %" }
gpu = { distribution = "fixed", mean = "60 %", concentration = 6, min = "1 %", max = "2 %" }
compute_bound = "40 %"
[[job]]
name = "a"
submit = "+1 h"
nodes = 2
checkpoints = { size = "1 TB", write = "1 TB/s", interval = "1 h", blocking = true, restart = "5 min" }
run_time = "2 h"
limit = "3 h"
cpu_utilisation = "1 %"
gpu_utilisation = "1 %"
activity = "hpl"
compute_bound = "90 %"
network = "5 GB/s"
network_bound = "10 %"
storage_read = "1 GB/s"
storage_write = "2 GB/s"
phases = [ { for = "2 s", activity = "hpl", cpu_utilisation = "1 %", gpu_utilisation = "2 %", compute_bound = "3 %", network = "1 GB/s", network_bound = "4 %", storage_read = "1 GB/s", storage_write = "1 GB/s" } ]
kernels = [ { run = "gemm bf16 128x256x512", times = 3 } ]
code = { name = "nekrs", size = "large", times = 3 }
[job.training]
model = "apertus-70b"
tokens = "1 Gtoken"
steps = 3
sequence = 4096
global_batch = 64
precision = "fp8"
lora = { rank = 16 }
token_size = "2 byte"
start_up = "5 min"
[job.training.plan]
tensor = 4
context = 1
pipeline = 2
data = 1
expert = 1
chunks = 2
micro_batch = 1
sequence_parallel = true
fused_attention = true
fused_elements = false
fused_experts = false
tokens_once_a_node = false
sharding = "optimiser"
recompute = "selective"
overlap_data = true
overlap_tensor = "all"
overlap_pipeline = false
wide_gradients = true
graphs = false
[scheduling]
policy = "fcfs"
placement = "by_group"
partition_nodes = 8
lost_jobs = "fail"
[network]
sharing = true
routing = "adaptive"
storage = "exaflash"
job_traffic = { network = "2 GB/s", network_bound = "5 %" }
[power]
cap = "15 MW"
cap_policy = "lower_gpu_cap"
gpu_cap = "612 W"
gpu_cap_floor = "400 W"
rectifiers = "staged"
distribution = "direct_current"
supply = "none"
[cooling]
plant = "none"
supply = "36 degC"
adiabatic = true
dry_coolers = 100
liquid_share = "97 %"
[cooling.heat_reuse]
demand = ["1 GWh", "1 GWh", "1 GWh", "1 GWh", "1 GWh", "0 Wh", "0 Wh", "0 Wh", "1 GWh", "1 GWh", "1 GWh", "1 GWh"]
supply = "70 degC"
heat_pump = true
carnot_share = "45 %"
[energy]
price = { file = "p.csv", zone = "Europe/Berlin", repair = true }
carbon = { file = "c.csv", zone = "UTC", repair = false }
weather = { file = "w.csv", zone = "+01:00", repair = true }
renewable_share = "100 %"
market_carbon = "0 g/kWh"
requirements = "law.csv"
operation_begun = "2025-09-05"
[energy.tariff]
fixed_price = "80 EUR/MWh"
markup = "2 EUR/MWh"
grid_fee = "1.5 ct/kWh"
levies = "2.1 ct/kWh"
tax = "0.05 ct/kWh"
feed_in = "5 ct/kWh"
demand_charge = "95 EUR/kW/a"
contract = "18 MW"
[energy.battery]
capacity = "10 MWh"
c_rate = 0.5
round_trip = "88 %"
start_charge = "50 %"
charge_below = "20 EUR/MWh"
discharge_above = "120 EUR/MWh"
peak_limit = "15 MW"
[energy.photovoltaics]
peak = "1 MW"
latitude = 50.9
longitude = 6.4
yearly_hours = "1000 h"
[energy.embodied]
gpu = "160 kg"
node = "1 t"
rack = "2 t"
building_per_kw = "500 kg"
it_years = 6
building_years = 20
[failures]
set = "jupiter"
gpu_mtbf = "50000 h"
node_mtbf = "100 d"
[[failures.causes]]
name = "node"
takes = "node"
share = "100 %"
repair_median = "1 h"
repair_mean = "6 h"
[[failures.links]]
name = "cable"
takes = "global_cable"
mtbf = "480000 h"
repair_median = "1 h"
repair_mean = "6 h"
[[event]]
at = "2024-01-01T03:00:00Z"
lose = "rack 1"
drain = "rack 1"
restore = "rack 1"
set = "scheduling.policy"
shed = "20 %"
lose_cooling = "cdu 3"
lose_links = "tray 3-7"
heat_wave = "8 K"
price_spike = "300 EUR/MWh"
to = "easy"
for = "1 h"
[expect.makespan]
value = 7200
within = "1 %"
because = "b"
[expect.it_energy]
value = "1.5 MWh"
within = 0
because = "b"
)";

}  // namespace twin
