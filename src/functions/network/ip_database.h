// IpDatabase: what a file in MaxMind's DB format (GeoLite2-City.mmdb, GeoLite2-ASN.mmdb and their kin) says of
// addresses. Ownership: the file is mapped while somebody holds the database; equal paths share one. Thread rule: a
// database may be asked by several threads at once; Open may be called by any.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace quarry {

class IpDatabase {
  struct Handle;

 public:
  // Errors: not readable, not of the format.
  static Result<std::shared_ptr<const IpDatabase>> Open(const std::string& path);
  ~IpDatabase();
  IpDatabase(const IpDatabase&) = delete;
  IpDatabase& operator=(const IpDatabase&) = delete;

  struct Value {
    bool is_number = false;
    double number = 0;
    std::string_view text;  // of the file
  };
  // One record: what the database has of an address. Valid as long as the database.
  class Record {
   public:
    // `path` is names of members and places in arrays: "subdivisions.0.names.en". nullopt when there is no such value,
    // or it is neither text nor number.
    std::optional<Value> Find(std::string_view path) const;

   private:
    friend class IpDatabase;
    const Handle* handle_ = nullptr;
    uint32_t offset_ = 0;
  };
  // nullopt when `address` is no IPv4 or IPv6 address or the database has nothing of it.
  std::optional<Record> Find(std::string_view address) const;

 private:
  explicit IpDatabase(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

}  // namespace quarry
