using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Models;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Service;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion serve</c>: the live page, the overlay, the interface for programs.</summary>
internal static class ServeCommand
{
    private const string TokenVariable = "EMOTION_TOKEN";
    private const string DataFolderName = "realtime-emotion";

    internal static Command Create()
    {
        var sources = new Argument<string[]>("SOURCE")
        {
            Description = "What to listen to from the start: -, a file, device[:NAME], a URL; NAME=SOURCE names it. More can be started on the page.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var host = new Option<string>("--host")
        {
            Description = "The address to answer at. Anything but this machine itself needs a token.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var port = new Option<int>("--port", "-p")
        {
            Description = "The port; 0 takes a free one.",
            HelpName = "PORT",
            DefaultValueFactory = _ => ServiceOptions.DefaultPort,
        };
        SharedOptions.Between(port, 0, 65535);
        var tokenFile = new Option<string?>("--token-file")
        {
            Description = $"A file with the token that callers must know; {ServiceOptions.LeastTokenLength} characters or more. Or set the variable {TokenVariable}.",
            HelpName = "FILE",
        };
        var certificate = new Option<string?>("--certificate") { Description = "A certificate for HTTPS: PEM, or PFX without a password.", HelpName = "FILE" };
        var certificateKey = new Option<string?>("--certificate-key") { Description = "The PEM certificate's key.", HelpName = "FILE" };
        var data = new Option<string?>("--data") { Description = "Where the history lives. [default: the user's data folder]", HelpName = "FOLDER" };
        var files = new Option<string?>("--files") { Description = "A folder whose sound files may be played as streams from the page.", HelpName = "FOLDER" };
        var models = new Option<string[]>("--model", "-m")
        {
            Description = "Models to choose from, the default first: the path of an .onnx file, or a name that 'model list' shows. [default: all that are built in]",
            HelpName = "MODEL",
            Arity = ArgumentArity.OneOrMore,
        };
        models.CompletionSources.Add(_ => ModelCatalog.BuiltIn);
        Option<InferenceDevice> device = SharedOptions.Device();
        Option<string?> genre = SharedOptions.Genre();
        var hop = new Option<double>("--hop")
        {
            Description = "Seconds from one estimate to the next.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => new AnalysisOptions().HopSeconds,
        };
        var halfLife = new Option<double>("--half-life")
        {
            Description = "Seconds in which the smoothed probabilities go half of the way to a new value; 0 for none.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 2,
        };
        var keepDays = new Option<double>("--keep-days")
        {
            Description = "Days of history to keep.",
            HelpName = "DAYS",
            DefaultValueFactory = _ => 30,
        };
        var keepSize = new Option<double>("--keep-size")
        {
            Description = "Megabytes of history to keep.",
            HelpName = "MB",
            DefaultValueFactory = _ => 2048,
        };
        var uploadSize = new Option<double>("--upload-size")
        {
            Description = "Megabytes that an upload may have.",
            HelpName = "MB",
            DefaultValueFactory = _ => 256,
        };
        Option<LogFormat> log = SharedOptions.Choice<LogFormat>("--log", "How to write the log, on standard error.");
        var command = new EmotionCommand(
            "serve",
            "Serves the live page, the overlay for OBS, and the interface for programs.",
            new Example("serve", "the page at http://127.0.0.1:8787; start a microphone, a device or a URL there, or drop a file"),
            new Example("serve radio=https://radio.example/stream.mp3 desk=device", "two sources at once; the page shows both"),
            new Example("serve device --port 9000 --data ./history --keep-days 365", "a year of history in a folder of its own"),
            new Example("serve --host 0.0.0.0 --token-file token.txt --certificate cert.pem --certificate-key key.pem", "for other machines, over HTTPS, behind a token"))
        {
            sources, host, port, tokenFile, certificate, certificateKey, data, files, models, device, genre, hop, halfLife, keepDays, keepSize, uploadSize, log,
        };
        command.Run((result, session) => Run(
            new Request(
                result.GetValue(sources) ?? [],
                result.GetRequiredValue(host),
                result.GetValue(port),
                result.GetValue(tokenFile),
                result.GetValue(certificate),
                result.GetValue(certificateKey),
                result.GetValue(data),
                result.GetValue(files),
                result.GetValue(models) ?? [],
                result.GetValue(device),
                new AnalysisOptions { HopSeconds = result.GetValue(hop), HalfLifeSeconds = result.GetValue(halfLife), Genre = result.GetValue(genre) }.Validated(),
                result.GetValue(keepDays),
                result.GetValue(keepSize),
                result.GetValue(uploadSize),
                result.GetValue(log)),
            session));
        return command;
    }

    // Its own method, so that no other command loads the web server.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(Request request, Session session)
    {
        string[] names = request.Models.Length > 0 ? request.Models : [ModelCatalog.Default, .. ModelCatalog.BuiltIn.Where(name => name != ModelCatalog.Default)];
        var options = new ServiceOptions
        {
            Address = Resolve(request.Host),
            Port = request.Port,
            Token = Token(request.TokenFile),
            CertificateFile = request.Certificate,
            CertificateKeyFile = request.CertificateKey,
            DataFolder = request.Data ?? DefaultDataFolder(),
            FilesFolder = request.Files,
            // Callers choose by a name: where a model lies is nobody's business.
            Models = [.. names.Select(name => new ModelChoice(ModelCatalog.BuiltIn.Contains(name) ? name : Path.GetFileNameWithoutExtension(name), () => ModelCatalog.Load(name, request.Device)))],
            Analysis = request.Analysis,
            Sources = request.Sources,
            Retention = new RetentionPolicy { Age = Days(request.KeepDays), Bytes = Megabytes(request.KeepSize, "--keep-size") },
            Limits = new ServiceLimits { UploadBytes = Megabytes(request.UploadSize, "--upload-size") },
            JsonLog = request.Log == LogFormat.Json,
            Quiet = session.Terminal.Quiet,
        };
        return RunAsync(options, session).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(ServiceOptions options, Session session)
    {
        EmotionService service = await EmotionService.StartAsync(options, session.Cancellation).ConfigureAwait(false);
        if (options.JsonLog)
        {
            session.Terminal.Results.WriteLine(service.Address);
        }
        else
        {
            session.Terminal.Results.WriteLine($"The live page: {service.Address}");
            session.Terminal.Results.WriteLine($"The overlay:   {new Uri(service.Address, "/overlay")}");
            session.Terminal.Results.WriteLine($"For programs:  {new Uri(service.Address, "/openapi/v1.json")}");
            session.Terminal.Note($"History in {options.DataFolder}. End with Ctrl-C.");
        }

        session.Terminal.Flush();
        await service.RunAsync(session.Cancellation).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static IPAddress Resolve(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        if (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address))
        {
            return address;
        }

        try
        {
            return Dns.GetHostAddresses(host).FirstOrDefault() ?? throw new InputException($"host '{host}'", "that name has no address", "give an address of this machine");
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new InputException($"host '{host}'", "that name has no address", "give an address of this machine, 0.0.0.0 for all", e);
        }
    }

    private static string? Token(string? file)
    {
        if (file is null)
        {
            return Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null;
        }

        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(file, $"the token cannot be read ({e.Message.TrimEnd('.')})", $"give a file with one line, or set {TokenVariable}", e);
        }
    }

    private static string DefaultDataFolder()
    {
        string root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return root.Length > 0 ? Path.Combine(root, DataFolderName) : throw new InputException("--data", "this user has no data folder", "name one with --data");
    }

    private static TimeSpan Days(double days) => days is > 0 and <= 36500
        ? TimeSpan.FromDays(days)
        : throw new InputException("--keep-days", $"{days.ToString(CultureInfo.InvariantCulture)} is out of range", "give a number above 0, at most 36500");

    private static long Megabytes(double megabytes, string option) => megabytes is >= 1 and <= 1 << 24
        ? (long)(megabytes * (1 << 20))
        : throw new InputException(option, $"{megabytes.ToString(CultureInfo.InvariantCulture)} is out of range", "give 1 or more");

    private enum LogFormat
    {
        Text,
        Json,
    }

    private sealed record Request(
        string[] Sources,
        string Host,
        int Port,
        string? TokenFile,
        string? Certificate,
        string? CertificateKey,
        string? Data,
        string? Files,
        string[] Models,
        InferenceDevice Device,
        AnalysisOptions Analysis,
        double KeepDays,
        double KeepSize,
        double UploadSize,
        LogFormat Log);
}
