#include "functions/network/ip_database.h"

#include <maxminddb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <map>
#include <mutex>
#include <vector>

#include "functions/network/ip_address.h"

namespace quarry {

struct IpDatabase::Handle {
  MMDB_s mmdb{};
  ~Handle() { MMDB_close(&mmdb); }
};

IpDatabase::IpDatabase(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
IpDatabase::~IpDatabase() = default;

Result<std::shared_ptr<const IpDatabase>> IpDatabase::Open(const std::string& path) {
  static std::mutex mutex;
  static std::map<std::string, std::weak_ptr<const IpDatabase>> open;
  const std::lock_guard<std::mutex> lock(mutex);
  if (std::shared_ptr<const IpDatabase> known = open[path].lock()) return known;
  auto handle = std::make_unique<Handle>();
  if (const int status = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &handle->mmdb); status != MMDB_SUCCESS) {
    handle->mmdb = {};  // nothing to close
    return Error{path + ": " + MMDB_strerror(status)};
  }
  std::shared_ptr<const IpDatabase> database(new IpDatabase(std::move(handle)));
  open[path] = database;
  return database;
}

std::optional<IpDatabase::Record> IpDatabase::Find(std::string_view address) const {
  const std::optional<Ipv6Address> bytes = ParseIpv6(address);
  if (!bytes) return std::nullopt;
  static constexpr uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  sockaddr_storage storage{};
  if (std::memcmp(bytes->data(), kMapped, sizeof kMapped) == 0) {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
    v4->sin_family = AF_INET;
    std::memcpy(&v4->sin_addr, bytes->data() + sizeof kMapped, 4);
  } else {
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
    v6->sin6_family = AF_INET6;
    std::memcpy(&v6->sin6_addr, bytes->data(), bytes->size());
  }
  int status = MMDB_SUCCESS;
  const MMDB_lookup_result_s found =
      MMDB_lookup_sockaddr(&handle_->mmdb, reinterpret_cast<const sockaddr*>(&storage), &status);
  if (status != MMDB_SUCCESS || !found.found_entry) return std::nullopt;
  Record record;
  record.handle_ = handle_.get();
  record.offset_ = found.entry.offset;
  return record;
}

std::optional<IpDatabase::Value> IpDatabase::Record::Find(std::string_view path) const {
  std::vector<std::string> parts;
  for (;;) {
    const size_t dot = path.find('.');
    parts.emplace_back(path.substr(0, dot));
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  std::vector<const char*> names;
  for (const std::string& part : parts) names.push_back(part.c_str());
  names.push_back(nullptr);
  MMDB_entry_s entry{&handle_->mmdb, offset_};
  MMDB_entry_data_s data{};
  if (MMDB_aget_value(&entry, &data, names.data()) != MMDB_SUCCESS || !data.has_data) return std::nullopt;
  switch (data.type) {
    case MMDB_DATA_TYPE_UTF8_STRING:
      return Value{false, 0, {data.utf8_string, data.data_size}};
    case MMDB_DATA_TYPE_DOUBLE:
      return Value{true, data.double_value, {}};
    case MMDB_DATA_TYPE_FLOAT:
      return Value{true, static_cast<double>(data.float_value), {}};
    case MMDB_DATA_TYPE_UINT16:
      return Value{true, static_cast<double>(data.uint16), {}};
    case MMDB_DATA_TYPE_UINT32:
      return Value{true, static_cast<double>(data.uint32), {}};
    case MMDB_DATA_TYPE_INT32:
      return Value{true, static_cast<double>(data.int32), {}};
    default:
      return std::nullopt;
  }
}

}  // namespace quarry
