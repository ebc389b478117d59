using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace RealtimeEmotion.Service.Hosting;

/// <summary>Whom limits count: an IPv4 address, or the network of 64 bits that one IPv6 customer has to himself.</summary>
internal static class RemoteNetwork
{
    internal static IPAddress Of(HttpContext context)
    {
        IPAddress address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
